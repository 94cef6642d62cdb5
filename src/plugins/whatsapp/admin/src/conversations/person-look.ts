import type { Conversation } from '../../../contracts/inbox';

/** The design system's accents that hold against dark letters in both themes. */
export const AVATAR_ACCENTS = [
  'secondary500',
  'success500',
  'warning500',
  'danger500',
  'alternative500',
  'primary500',
] as const;
export type AvatarAccent = (typeof AVATAR_ACCENTS)[number];

/** Always the same colour for the same person, on every screen and after every reload. */
export const accentOf = (id: string): AvatarAccent => {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return AVATAR_ACCENTS[hash % AVATAR_ACCENTS.length] ?? AVATAR_ACCENTS[0];
};

const FIRST_LETTER = /\p{L}|\p{N}/u;

/** At most two letters: of the first and the last word. A name without any letter has none. */
export const initialsOf = (name: string): string => {
  const letters = name
    .split(/\s+/)
    .map((word) => FIRST_LETTER.exec(word)?.[0])
    .filter((letter) => letter !== undefined);
  const [first, last] = [letters[0], letters.length > 1 ? letters.at(-1) : undefined];
  return `${first ?? ''}${last ?? ''}`.toLocaleUpperCase();
};

/** What identifies a person besides the name: the number, or the name they chose on WhatsApp. */
export const addressOf = ({ phone, username }: Conversation['contact']): string | null =>
  phone ?? (username ? `@${username}` : null);
