/** A rate with a burst: `capacity` at once, refilled at `perSecond`. */
export interface TokenBucket {
  take(): boolean;
}

export const createTokenBucket = (
  rate: { capacity: number; perSecond: number },
  now: () => number,
): TokenBucket => {
  let level = rate.capacity;
  let at = now();
  return {
    take: () => {
      const elapsed = now() - at;
      at += elapsed;
      level = Math.min(rate.capacity, level + (elapsed / 1000) * rate.perSecond);
      if (level < 1) return false;
      level -= 1;
      return true;
    },
  };
};
