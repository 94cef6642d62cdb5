import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 24;

/**
 * A `documentId` in Strapi's form: 24 characters, a letter first. Rows that are written set-wise need theirs before
 * they reach the query engine. 124 bits of randomness.
 */
export const newDocumentId = (): string => {
  let id = '';
  while (id.length < LENGTH) {
    for (const byte of randomBytes(LENGTH + 8)) {
      // 252 is the largest multiple of 36 below 256: dropping the rest keeps every character equally likely.
      if (byte >= 252 || id.length >= LENGTH) continue;
      const character = ALPHABET.charAt(byte % 36);
      if (id.length > 0 || /[a-z]/.test(character)) id += character;
    }
  }
  return id;
};

/** Whether a text from outside can be an id at all: what cannot is not worth a query, and some of it breaks one (NUL). */
export const isDocumentId = (text: string): boolean => /^[a-z0-9]{1,64}$/.test(text);

/** An address part that cannot be guessed: 160 bits, safe in a URL. */
export const newSecretKey = (): string => randomBytes(20).toString('hex');
