import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an address stands for: one file of one company, for a while. */
export interface Address {
  fileId: string;
  tenantId: number;
  expiresAt: Date;
}

/*
 * A token is base64url over
 *   version (1) · time of expiry in ms (6) · company (6) · documentId of the file (24) · HMAC-SHA256 of all that (32).
 * 69 bytes are 92 characters without a bit to spare: no two texts are the same token.
 */
const VERSION = 1;
const NUMBER_BYTES = 6;
const ID_LENGTH = 24;
const HEAD = 1 + 2 * NUMBER_BYTES + ID_LENGTH;
const MAC = 32;
const SHAPE = /^[A-Za-z0-9_-]{92}$/;

const macOf = (key: Buffer, head: Buffer): Buffer => createHmac('sha256', key).update(head).digest();

export const signAddress = (key: Buffer, { fileId, tenantId, expiresAt }: Address): string => {
  if (!/^[a-z0-9]{24}$/.test(fileId)) throw new Error('This is no id of a file');
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(VERSION, 0);
  head.writeUIntBE(expiresAt.getTime(), 1, NUMBER_BYTES);
  head.writeUIntBE(tenantId, 1 + NUMBER_BYTES, NUMBER_BYTES);
  head.write(fileId, 1 + 2 * NUMBER_BYTES, 'latin1');
  return Buffer.concat([head, macOf(key, head)]).toString('base64url');
};

/** Null for whatever this key did not sign, and for what has run out. Nothing is read before the signature is right. */
export const readAddress = (key: Buffer, token: string, now: Date): Address | null => {
  if (!SHAPE.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== HEAD + MAC) return null;
  const head = bytes.subarray(0, HEAD);
  if (!timingSafeEqual(bytes.subarray(HEAD), macOf(key, head))) return null;
  if (head.readUInt8(0) !== VERSION) return null;
  const expiresAt = new Date(head.readUIntBE(1, NUMBER_BYTES));
  if (expiresAt <= now) return null;
  return {
    fileId: head.toString('latin1', 1 + 2 * NUMBER_BYTES),
    tenantId: head.readUIntBE(1 + NUMBER_BYTES, NUMBER_BYTES),
    expiresAt,
  };
};
