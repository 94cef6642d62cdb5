import { GraphError } from '../http/graph-error';
import type { Clock } from '../kit/clock';
import { createTokenBucket } from '../kit/token-bucket';
import type { TokenBucket } from '../kit/token-bucket';
import type { Settings } from '../settings';
import type { PhoneNumber } from '../state/entities';

const BY_LEVEL: Record<PhoneNumber['throughput'], number> = { STANDARD: 80, HIGH: 1000, NOT_APPLICABLE: 20 };

export interface Limits {
  /** Throws 130429 or 131056 when a number sends too fast. */
  take: (number: PhoneNumber, to: string) => void;
}

export const createLimits = (clock: Clock, settings: () => Settings): Limits => {
  const buckets = new Map<string, TokenBucket>();
  const bucket = (key: string, capacity: number, perSecond: number): TokenBucket => {
    // The rate is part of the key: a changed setting begins with a full bucket.
    const fullKey = `${key} ${capacity} ${perSecond}`;
    const known = buckets.get(fullKey) ?? createTokenBucket({ capacity, perSecond }, () => clock.now());
    buckets.set(fullKey, known);
    return known;
  };
  return {
    take: (number, to) => {
      const { messagesPerSecond, pairRate } = settings();
      const rate = messagesPerSecond === 'by-level' ? BY_LEVEL[number.throughput] : messagesPerSecond;
      if (rate !== null && !bucket(number.id, Math.max(1, rate), rate).take())
        throw new GraphError({ code: 130429 });
      if (pairRate === null) return;
      if (!bucket(`${number.id} ${to}`, pairRate.burst, 1000 / pairRate.perMs).take()) {
        throw new GraphError({ code: 131056 });
      }
    },
  };
};
