import { backoffMs } from '../kit/backoff';
import { addMs } from '../kit/clock';

const BACKOFF = { baseMs: 500, maxMs: 15_000 };

interface Pause {
  until: Date;
  failures: number;
}

/**
 * Channels that can send nothing at the moment: too fast for Meta, or the way there is broken. Their messages stay in the
 * queue instead of being tried one after the other in vain. Held in memory only: whoever forgets it learns it again by
 * one message, because the truth is in the messages' own times.
 */
export interface Pauses {
  /** How many messages the channel may try now: none, one to find out whether it works again, or as many as it likes. */
  limit(channelId: number, usual: number, now: Date): number;
  /** Something of this channel was certainly not sent. Gives when to try again. */
  pause(channelId: number, now: Date, retryAfterMs: number | undefined): Date;
  /** Something was sent: all is well. */
  end(channelId: number): void;
}

export const createPauses = (): Pauses => {
  const pauses = new Map<number, Pause>();
  return {
    limit(channelId, usual, now) {
      const pause = pauses.get(channelId);
      if (!pause) return usual;
      return pause.until > now ? 0 : 1;
    },

    pause(channelId, now, retryAfterMs) {
      const known = pauses.get(channelId);
      // Several were on their way when it happened: they all tell the same.
      if (known && known.until > now && retryAfterMs === undefined) return known.until;
      const isSame = known !== undefined && known.until > now;
      const failures = (known?.failures ?? 0) + (isSame ? 0 : 1);
      const waitUntil = addMs(now, retryAfterMs ?? backoffMs(failures, BACKOFF));
      const until = known && known.until > waitUntil ? known.until : waitUntil;
      pauses.set(channelId, { until, failures });
      return until;
    },

    end(channelId) {
      pauses.delete(channelId);
    },
  };
};
