import { shakeHands } from '../../webhooks/handshake';
import type { Override } from '../../state/entities';
import type { Call, Json } from '../call';
import { GraphError, missingParameter, wrongParameter } from '../graph-error';

const LONGEST = 200;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Meta wants https. A callback on this machine may do without: there is nobody in between. */
const isUsable = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
};

export const requireUsable = (name: string, url: string): void => {
  if (!isUsable(url)) throw wrongParameter(`Param ${name} must be a valid https URL`);
};

export const parseOverride = (params: Json): Override => {
  const { override_callback_uri: url, verify_token: verifyToken } = params;
  if (typeof url !== 'string') throw missingParameter('override_callback_uri');
  if (typeof verifyToken !== 'string' || verifyToken === '') throw missingParameter('verify_token');
  if (url.length > LONGEST)
    throw wrongParameter(`Param override_callback_uri must be at most ${LONGEST} characters long.`);
  requireUsable('override_callback_uri', url);
  return { url, verifyToken };
};

/** The handshake that precedes every saved address. */
export const verifyCallback = async ({ world }: Call, callback: Override): Promise<void> => {
  const result = await shakeHands(world.client, callback, world.settings().webhooks.timeoutMs);
  if (result.verified) return;
  throw new GraphError({
    code: 2200,
    message: `Callback verification failed with the following errors: ${result.reason}`,
  });
};
