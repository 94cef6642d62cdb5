import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import type { SessionState } from '../../../contracts/web-session';
import { createBridgeClient, type BridgeClient } from '../channels';
import { sharedClock } from '../kit/clock';
import type { WebSessionRow } from '../store';

/** Nothing goes out by itself any more: somebody must link the phone, or start the session. */
const IS_OVER: Partial<Record<SessionState, string>> = {
  stopped: 'The WhatsApp Web session is closed',
  unlinked: 'The phone is not linked any more',
  conflict: 'The WhatsApp Web login is in use somewhere else',
};

/**
 * The way to WhatsApp for a channel: the one bridge, or for one of WhatsApp Web the bridge that has its session. Fails with `session-lost`
 * where only a person can help, and with `unreachable` while nobody has it.
 */
export const createWays = (
  strapi: Core.Strapi,
): ((session: Pick<WebSessionRow, 'wish' | 'state' | 'bridgeUrl' | 'leaseUntil'> | null) => BridgeClient) => {
  const bridge = createBridgeClient(strapi);
  const others = new Map<string, BridgeClient>();

  const at = (url: string): BridgeClient => {
    const known = others.get(url) ?? createBridgeClient(strapi, url);
    others.set(url, known);
    return known;
  };

  return (session) => {
    if (!session) return bridge;
    const { wish, state, bridgeUrl, leaseUntil } = session;
    if (bridgeUrl && leaseUntil && leaseUntil > sharedClock.now()) return at(bridgeUrl);
    const reason = wish === 'running' ? undefined : IS_OVER[state];
    if (reason)
      throw new WhatsAppError('session-lost', reason, { remedy: 'Start the session in the settings.' });
    throw new WhatsAppError('unreachable', 'No bridge runs the WhatsApp Web session at present');
  };
};
