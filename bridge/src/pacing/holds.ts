import type { Clock } from '../kit/clock';

/** What Meta told to wait: nothing of it leaves before. */
export interface Holds {
  hold(key: string, ms: number): void;
  /** The longest wait of these; 0 = none. */
  remaining(keys: readonly string[]): number;
}

export const createHolds = (clock: Clock): Holds => {
  const until = new Map<string, number>();
  return {
    hold(key, ms) {
      until.set(key, Math.max(until.get(key) ?? 0, clock.now() + ms));
    },

    remaining(keys) {
      let longest = 0;
      for (const key of keys) {
        const left = (until.get(key) ?? 0) - clock.now();
        if (left <= 0) until.delete(key);
        longest = Math.max(longest, left);
      }
      return longest;
    },
  };
};
