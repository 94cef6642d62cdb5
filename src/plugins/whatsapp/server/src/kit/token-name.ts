const SUFFIX_LENGTH = 6;

const suffixOf = (memberId: string): string => ` · ${memberId.slice(0, SUFFIX_LENGTH)}`;

/**
 * Strapi knows a name of a token once in the whole installation. Companies do not know of each other, so theirs carry a
 * part of the id of the member that the token belongs to.
 */
export const strapiTokenName = (name: string, memberId: string): string => `${name}${suffixOf(memberId)}`;

/** The name as the company gave it. A name that was changed in Strapi's own screen stays as it is. */
export const tokenNameOf = (strapiName: string, memberId: string): string => {
  const suffix = suffixOf(memberId);
  return strapiName.endsWith(suffix) ? strapiName.slice(0, -suffix.length) : strapiName;
};
