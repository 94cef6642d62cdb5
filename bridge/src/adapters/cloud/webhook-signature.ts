import { hmacHex, isSameText } from '../../kit/hmac';
import type { Secret } from '../../kit/secret';

export interface SigningApp {
  fingerprint: string;
  secret: Secret;
}

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/** Whether the header can be a signature at all: asked before the body is read. */
export const isSignatureHeader = (header: unknown): boolean =>
  typeof header === 'string' && HEADER.test(header);

/**
 * Which of the apps signed exactly these bytes with its secret; undefined when none did. Every app is tried, also
 * after a match, so that the time taken does not tell which one it was.
 */
export const signerOf = (
  body: Buffer,
  header: unknown,
  apps: readonly SigningApp[],
): SigningApp | undefined => {
  const digest = typeof header === 'string' ? HEADER.exec(header)?.[1]?.toLowerCase() : undefined;
  if (!digest) return undefined;
  return apps.filter((app) => isSameText(hmacHex(app.secret, body), digest))[0];
};
