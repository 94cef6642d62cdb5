/** Time comes from here, so that a test can say what time it is. */
export const clock = { now: (): Date => new Date() };

let aheadMs = 0;

/**
 * For what several processes tell each other by times: whose turn it is, and how long something stays somebody's. Goes
 * as the one clock that all of them can read, however this machine's own is set.
 */
export const sharedClock = {
  now: (): Date => new Date(clock.now().getTime() - aheadMs),
  /** How much this machine's clock is ahead of the one that all can read. */
  correct(ms: number): void {
    aheadMs = ms;
  },
};

export const addMs = (date: Date, ms: number): Date => new Date(date.getTime() + ms);

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
