import {
  parseSignature,
  SIGNATURE_MAX_AGE_MS,
  signedText,
} from '../../../src/plugins/whatsapp/contracts/signature';
import { hmacHex, isSameText } from './hmac';
import type { Secret } from './secret';

interface SignedRequest {
  method: string;
  /** With the query, as it stands in the request line. */
  path: string;
  body: Buffer;
}

/** The header value with which plugin and bridge vouch for a request. */
export const signRequest = (secret: Secret, { method, path, body }: SignedRequest, at: number): string =>
  `t=${at},v1=${hmacHex(secret, signedText({ at, method, path }), body)}`;

/** Whether the time of a signature is near enough, before anything is read or hashed. */
export const isFreshSignature = (header: unknown, now: number): boolean => {
  const signature = parseSignature(header);
  return signature !== null && Math.abs(now - signature.at) <= SIGNATURE_MAX_AGE_MS;
};

/** True only for a fresh signature of exactly these bytes. Says nothing about why not. */
export const verifyRequest = (
  secret: Secret,
  { method, path, body }: SignedRequest,
  header: unknown,
  now: number,
): boolean => {
  const signature = parseSignature(header);
  if (!signature || !isFreshSignature(header, now)) return false;
  return isSameText(hmacHex(secret, signedText({ at: signature.at, method, path }), body), signature.digest);
};
