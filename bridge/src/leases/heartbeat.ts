import {
  HeartbeatAnswer,
  type BridgeHeartbeat,
  type SessionReport,
} from '../../../src/plugins/whatsapp/contracts/web-session';
import { parseWith } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { PluginClient } from '../plugin/plugin-client';

/** What this room does to sessions: it says which there shall be, and passes on how they are. */
export interface LeasedSessions {
  reports(): SessionReport[];
  /** Starts, stops, restarts and unlinks until it is so. Returns at once; what is not named is stopped. */
  apply(wanted: HeartbeatAnswer['sessions']): void;
  /** Calls back whenever a report would say something else than before. */
  onNews(listener: () => void): void;
}

export interface Heartbeat {
  /** Beats at once, then again and again. */
  start(): void;
  /** Beats now. What the plugin wants when this is called is done, or being done, when it resolves. */
  refresh(): Promise<void>;
  stop(): void;
}

const EVERY_MS = 5_000;
/** News that come close together share a beat. */
const GATHER_MS = 200;
const DEADLINE_MS = 10_000;
/** So long before the end of its leases a bridge begins to stop: a browser needs a while to close. */
const MARGIN_MS = 20_000;

interface Parts {
  plugin: PluginClient;
  sessions: LeasedSessions;
  self(): Pick<BridgeHeartbeat, 'bridgeId' | 'url' | 'capacity'>;
  clock: Clock;
  logger: Logger;
}

/**
 * Holds this bridge's leases. A session runs here only as long as the plugin has said so within the lease: a bridge that
 * is cut off stops by itself before another one may begin.
 */
export const createHeartbeat = ({ plugin, sessions, self, clock, logger }: Parts): Heartbeat => {
  const stopped = new AbortController();
  let heldUntil: number | undefined;
  let isFailing = false;
  let current: Promise<void> | undefined;
  let isAsked = false;
  let wake: (() => void) | undefined;

  const beat = async (): Promise<void> => {
    // From before the question: the plugin counts from its answer, which is later.
    const askedAt = clock.now();
    const heartbeat: BridgeHeartbeat = { ...self(), sessions: sessions.reports() };
    const answer = await plugin.request({
      method: 'POST',
      path: '/heartbeat',
      body: Buffer.from(JSON.stringify(heartbeat)),
      deadlineMs: DEADLINE_MS,
    });
    const { leaseMs, sessions: wanted } = parseWith(
      HeartbeatAnswer,
      answer,
      "The plugin's answer is not valid",
    );
    if (stopped.signal.aborted) return;
    heldUntil = askedAt + leaseMs - MARGIN_MS;
    sessions.apply(wanted);
    if (isFailing) logger.info('The plugin answers again: the leases are held');
    isFailing = false;
  };

  const missed = (error: unknown): void => {
    if (!isFailing) logger.warn({ err: error }, 'The plugin did not answer: the leases run out by and by');
    isFailing = true;
    if (heldUntil === undefined || clock.now() < heldUntil) return;
    logger.error('The leases ran out: the sessions are stopped, another bridge may have them');
    heldUntil = undefined;
    sessions.apply([]);
  };

  /** One at a time. Whoever asks while one is on its way gets the one after it: that one may have asked too early. */
  const beatOnce = (): Promise<void> => {
    current = beat()
      .catch((error: unknown) => {
        missed(error);
        throw error;
      })
      .finally(() => {
        current = undefined;
      });
    return current;
  };

  const refresh = async (): Promise<void> => {
    if (current) {
      await current.catch(() => undefined); // its own callers are told; this one is only waited for
    }
    return current ?? beatOnce();
  };

  const keepBeating = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      isAsked = false;
      await refresh().catch(() => undefined); // `missed` has said it
      await clock.sleep(GATHER_MS, stopped.signal);
      if (isAsked) continue;
      const pause = new AbortController();
      wake = () => pause.abort();
      await clock.sleep(EVERY_MS, AbortSignal.any([stopped.signal, pause.signal]));
      wake = undefined;
    }
  };

  sessions.onNews(() => {
    isAsked = true;
    wake?.();
  });

  return {
    start() {
      keepBeating().catch((error: unknown) =>
        logger.error({ err: error }, 'No heartbeat any more: the sessions will be taken away'),
      );
    },
    refresh,
    stop() {
      stopped.abort();
    },
  };
};
