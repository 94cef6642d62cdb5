import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseSignature, SIGNATURE_MAX_AGE_MS, signedText } from '../../../contracts/signature';

interface Signed {
  secret: string;
  method: string;
  path: string;
  body: Buffer | string;
}

const digest = ({ secret, method, path, body }: Signed, at: number): string =>
  createHmac('sha256', secret).update(signedText({ at, method, path })).update(body).digest('hex');

export const signRequest = (request: Signed, at: number): string => `t=${at},v1=${digest(request, at)}`;

/** True only for an unaltered request that was signed by a holder of the secret within the last five minutes. */
export const isSignedRequest = (request: Signed, header: unknown, now: number): boolean => {
  const given = parseSignature(header);
  if (!given || Math.abs(now - given.at) > SIGNATURE_MAX_AGE_MS) return false;
  return timingSafeEqual(Buffer.from(given.digest), Buffer.from(digest(request, given.at)));
};
