export interface BackoffOptions {
  firstMs: number;
  maxMs: number;
  random?: () => number;
}

export interface Backoff {
  /** How long to wait after one more failure of `key`. */
  next(key: string): number;
  /** `key` works again. */
  reset(key: string): void;
}

/**
 * Exponential waiting, counted per key. Half of each delay is fixed, half is chance ("equal jitter"), so that
 * neither do many waiters come back in step nor does anybody come back at once.
 */
export const createBackoff = ({ firstMs, maxMs, random = Math.random }: BackoffOptions): Backoff => {
  const failures = new Map<string, number>();
  return {
    next(key) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(count, 30));
      return Math.round(ceiling / 2 + (random() * ceiling) / 2);
    },
    reset(key) {
      failures.delete(key);
    },
  };
};
