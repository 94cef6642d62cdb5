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

export type Way = Pick<BridgeClient, 'send' | 'stageFile' | 'fetchMedia'>;

/** A bridge that began anew knows its sessions only after its first heartbeat. Nothing was sent, and soon it will be. */
const untilTakenUp = (error: unknown): never => {
  throw error instanceof WhatsAppError && error.kind === 'not-found'
    ? new WhatsAppError('unreachable', 'The bridge has not taken up the WhatsApp Web session yet')
    : error;
};

/**
 * The way to WhatsApp for a channel: the one bridge, or for one of WhatsApp Web the bridge that has its session. Fails with
 * `session-lost` where only a person can help, and with `unreachable` while nobody has it.
 */
export const createWays = (
  strapi: Core.Strapi,
): ((session: Pick<WebSessionRow, 'wish' | 'state' | 'bridgeUrl' | 'leaseUntil'> | null) => Way) => {
  const bridge = createBridgeClient(strapi);
  const others = new Map<string, Way>();

  const at = (url: string): Way => {
    const known = others.get(url);
    if (known) return known;
    const { send, stageFile, fetchMedia } = createBridgeClient(strapi, url);
    const way: Way = {
      fetchMedia,
      send: (...command) => send(...command).catch(untilTakenUp),
      stageFile: (...command) => stageFile(...command).catch(untilTakenUp),
    };
    others.set(url, way);
    return way;
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
