import { randomInt } from 'node:crypto';
import type { HttpClient } from './http-client';

export type HandshakeResult = { verified: true } | { verified: false; reason: string };

/** Meta's question to a callback before it is used: the challenge must come back, raw, with 200. */
export const shakeHands = async (
  client: HttpClient,
  callback: { url: string; verifyToken: string },
  timeoutMs: number,
): Promise<HandshakeResult> => {
  const challenge = String(randomInt(1_000_000_000));
  const url = new URL(callback.url);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', callback.verifyToken);
  try {
    const { status, body } = await client.get(url.href, timeoutMs);
    if (status !== 200) return { verified: false, reason: `HTTP Status Code = ${status}` };
    return body === challenge
      ? { verified: true }
      : { verified: false, reason: 'The challenge did not come back' };
  } catch (error) {
    return { verified: false, reason: error instanceof Error ? error.message : String(error) };
  }
};
