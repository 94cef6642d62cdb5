import { setTimeout as wait } from 'node:timers/promises';

/** Where time comes from, so that a test can hold it still. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Runs `task` once after `ms`; the function that comes back takes it back. Never keeps the process alive. */
  after(ms: number, task: () => void): () => void;
  /** Resolves after `ms`, or at once when `signal` fires: whoever waits looks at the signal itself. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),

  after(ms, task) {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },

  async sleep(ms, signal) {
    await wait(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  },
};

/** ISO time of unix milliseconds, as the contracts want it. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
