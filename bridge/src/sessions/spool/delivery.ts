import type { Clock } from '../../kit/clock';
import { createBackoff } from '../../kit/backoff';
import type { Logger } from '../../kit/logger';
import type { Spool, SpooledEvent } from './spool';

/** Hands events of one channel on, in order. Resolves with the ids of those that are kept for good. */
export type Deliver = (events: SpooledEvent[]) => Promise<readonly number[]>;

export interface DeliveryOptions {
  spool: Spool;
  deliver: Deliver;
  clock: Clock;
  logger: Logger;
  /** A hint may be lost: so often somebody looks without one. */
  lookEveryMs?: number;
}

const BATCH = 100;
const LOOK_EVERY_MS = 2_000;

/**
 * Takes events from the spool to whoever keeps them: per channel one batch after the other, so that their order stays.
 * What was not kept stays first, and is offered again after a while.
 */
export const createSpoolDelivery = ({
  spool,
  deliver,
  clock,
  logger,
  lookEveryMs = LOOK_EVERY_MS,
}: DeliveryOptions) => {
  const backoff = createBackoff({ firstMs: 250, maxMs: 15_000 });
  const running = new Map<string, Promise<void>>();
  const stop = new AbortController();
  let cancelLook: () => void = () => undefined;

  const offer = async (batch: SpooledEvent[]): Promise<number> => {
    const known = new Set(batch.map(({ id }) => id));
    const kept = (await deliver(batch)).filter((id) => known.has(id));
    spool.commit(kept);
    return kept.length;
  };

  const drain = async (channelId: string): Promise<void> => {
    while (!stop.signal.aborted) {
      const batch = spool.next(channelId, BATCH);
      if (batch.length === 0) return;
      const kept = await offer(batch).catch((error: unknown) => {
        logger.warn({ err: error, channelId }, 'Events of a session were not taken, they wait');
        return 0;
      });
      if (kept === batch.length) backoff.reset(channelId);
      else await clock.sleep(backoff.next(channelId), stop.signal);
    }
  };

  const wake = (channelId: string): void => {
    if (stop.signal.aborted || running.has(channelId)) return;
    const run = drain(channelId)
      .catch((error: unknown) => logger.error({ err: error, channelId }, 'The spool cannot be read'))
      .finally(() => running.delete(channelId));
    running.set(channelId, run);
  };

  const look = (): void => {
    if (stop.signal.aborted) return;
    for (const channelId of spool.channels()) wake(channelId);
    cancelLook = clock.after(lookEveryMs, look);
  };

  return {
    start: look,
    /** Something new may wait. */
    wake,
    /** What was handed on is settled first; what was not stays where it is. */
    async stop(): Promise<void> {
      stop.abort();
      cancelLook();
      await Promise.all(running.values());
    },
  };
};
export type SpoolDelivery = ReturnType<typeof createSpoolDelivery>;
