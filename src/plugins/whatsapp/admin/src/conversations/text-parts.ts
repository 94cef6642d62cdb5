export type TextPart = { type: 'text'; value: string } | { type: 'link'; value: string; href: string };

/** Only http and https: a customer's text must not become a script or open an application. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\u2028\u2029]+/gi;
const TRAILING = /[.,:;!?…*_~]+$/;

const occurrences = (text: string, character: string): number => text.split(character).length - 1;

/** Punctuation that ends the sentence is not part of the address, nor is a bracket that was opened before it. */
const trimmed = (address: string): string => {
  let result = address.replace(TRAILING, '');
  for (const [open, close] of ['()', '[]', '{}'].map((pair) => [pair.charAt(0), pair.charAt(1)] as const)) {
    while (result.endsWith(close) && occurrences(result, close) > occurrences(result, open)) {
      result = result.slice(0, -1).replace(TRAILING, '');
    }
  }
  return result;
};

const hrefOf = (address: string): string | null => {
  try {
    const url = new URL(address);
    return url.hostname ? url.href : null;
  } catch {
    return null;
  }
};

/** A message's text as plain parts and links. The parts joined are the text again, whatever it contains. */
export const textParts = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const value = trimmed(match[0]);
    const href = hrefOf(value);
    if (!href) continue;
    if (match.index > end) parts.push({ type: 'text', value: text.slice(end, match.index) });
    parts.push({ type: 'link', value, href });
    end = match.index + value.length;
  }
  if (end < text.length) parts.push({ type: 'text', value: text.slice(end) });
  return parts;
};
