import { z } from 'zod';

/**
 * One entry per message type. `schema` is strict: what Meta documents and nothing else. A type whose entry is
 * `null` exists at Meta and is not simulated yet: it is refused with 131051 instead of being waved through.
 */
export interface ContentType {
  schema: z.ZodType;
  /** What a test wants to see of it. */
  textOf(content: unknown): string | null;
}

const longest = 4096;

const Text = z.strictObject({
  body: z
    .string()
    .refine((body) => body.trim() !== '', { params: { meta: 'required' } })
    .refine((body) => [...body].length <= longest, `must be at most ${longest} characters long.`),
  preview_url: z.boolean().optional(),
});

const required = (text: string): boolean => text.trim() !== '';
const filled = z.string().refine(required, { params: { meta: 'required' } });
const caption = z.string().max(1024, 'must be at most 1024 characters long.').optional();
const mediaId = z.string().regex(/^\d{1,64}$/, 'must be a media id.');

const Caption = z.object({ caption: z.string().optional() });
const captionOf = (content: unknown): string | null => Caption.parse(content).caption ?? null;

const Image = z.strictObject({ id: mediaId, caption });
const Audio = z.strictObject({ id: mediaId, voice: z.boolean().optional() });
const Document = z.strictObject({ id: mediaId, caption, filename: filled.optional() });
const coordinate = (most: number) =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
    .refine((value) => Math.abs(Number(value)) <= most, {
      message: 'is out of range.',
    });
const Location = z.strictObject({
  latitude: coordinate(90),
  longitude: coordinate(180),
  name: filled.optional(),
  address: filled.optional(),
});
/** A whole name, and at least one part of it beside that. */
const Name = z
  .strictObject({
    formatted_name: filled,
    first_name: filled.optional(),
    last_name: filled.optional(),
    middle_name: filled.optional(),
    prefix: filled.optional(),
    suffix: filled.optional(),
  })
  .refine((name) => Object.keys(name).length > 1, 'must have a part of the name beside formatted_name.');
const Card = z.strictObject({
  name: Name,
  phones: z
    .array(z.strictObject({ phone: filled, type: z.string().optional(), wa_id: z.string().optional() }))
    .optional(),
});
const Contacts = z.array(Card).min(1, 'must not be empty.').max(257, 'must have at most 257 elements.');
/** An empty emoji takes the reaction back. */
const Reaction = z.strictObject({ message_id: filled, emoji: z.string() });

export const CONTENT_TYPES: Readonly<Record<string, ContentType | null>> = {
  text: { schema: Text, textOf: (content) => Text.parse(content).body },
  image: { schema: Image, textOf: captionOf },
  video: { schema: Image, textOf: captionOf },
  audio: { schema: Audio, textOf: () => null },
  document: { schema: Document, textOf: captionOf },
  sticker: null,
  location: { schema: Location, textOf: (content) => Location.parse(content).name ?? null },
  contacts: {
    schema: Contacts,
    textOf: (content) =>
      Contacts.parse(content)
        .map(({ name }) => name.formatted_name)
        .join(', '),
  },
  reaction: { schema: Reaction, textOf: (content) => Reaction.parse(content).emoji },
  interactive: null,
  template: null,
};
