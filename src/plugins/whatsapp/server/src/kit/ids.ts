import { randomBytes, randomFillSync } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 24;

/**
 * A `documentId` in Strapi's form: 24 characters, a letter first. Rows that are written set-wise need theirs before
 * they reach the query engine. 124 bits of randomness.
 */
export const newDocumentId = (): string => {
  let id = letter();
  while (id.length < LENGTH) id += character();
  return id;
};

const character = (): string => {
  // 252 is the largest multiple of 36 below 256: dropping the rest keeps every character equally likely.
  let byte = nextByte();
  while (byte >= 252) byte = nextByte();
  return ALPHABET.charAt(byte % 36);
};

const letter = (): string => {
  let first = character();
  while (first < 'a') first = character();
  return first;
};

/** Randomness is fetched for many ids at once: asking for it costs more than making an id of it. */
const pool = Buffer.alloc(8_192);
let used = pool.length;

const nextByte = (): number => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte;
};

/** Whether a text from outside can be an id at all: what cannot is not worth a query, and some of it breaks one (NUL). */
export const isDocumentId = (text: string): boolean => /^[a-z0-9]{1,64}$/.test(text);

/** An address part that cannot be guessed: 160 bits, safe in a URL. */
export const newSecretKey = (): string => randomBytes(20).toString('hex');
