import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from './secret';

type Bytes = string | Buffer;

/** Lower-case hex HMAC-SHA256 over the parts, one after the other. */
export const hmacHex = (key: Secret, ...parts: Bytes[]): string => {
  const hmac = createHmac('sha256', key.reveal());
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

export const sha256Hex = (...parts: Bytes[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Compares without telling, by the time it takes, how much of the guess was right or how long the truth is. */
export const isSameText = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
