import type { Clock } from '../kit/clock';

export interface Rate {
  /** One per so many milliseconds, for as long as one likes. */
  everyMs: number;
  /** So many at once after a rest, borrowed from the future. */
  burst: number;
}

/** How fast each of many things may happen. */
export interface Rates {
  /** How long until the next one of `key` may happen; 0 = now. */
  waitOf(key: string, rate: Rate): number;
  /** Books the next one, to happen after `waitOf`. */
  take(key: string, rate: Rate): void;
  readonly size: number;
}

const SWEEP_FROM = 5_000;

/**
 * The generic cell rate algorithm: per key one number, the time at which everything booked will have been worked off.
 * Exact over any span of time, unlike fixed windows, which let twice the rate pass where two of them meet.
 */
export const createRates = (clock: Clock): Rates => {
  const workedOffAt = new Map<string, number>();
  let sweepAt = SWEEP_FROM;

  const sweep = (): void => {
    if (workedOffAt.size < sweepAt) return;
    for (const [key, at] of workedOffAt) if (at <= clock.now()) workedOffAt.delete(key);
    sweepAt = Math.max(SWEEP_FROM, workedOffAt.size * 2);
  };

  return {
    waitOf(key, { everyMs, burst }) {
      const booked = (workedOffAt.get(key) ?? 0) - clock.now();
      return Math.max(0, Math.ceil(booked - (burst - 1) * everyMs));
    },

    take(key, { everyMs }) {
      sweep();
      workedOffAt.set(key, Math.max(workedOffAt.get(key) ?? 0, clock.now()) + everyMs);
    },

    get size() {
      return workedOffAt.size;
    },
  };
};
