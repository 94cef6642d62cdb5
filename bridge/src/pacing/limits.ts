import type { Rate } from './rates';

/** Meta's limits (Cloud API overview and throughput pages, 2026). */

const PER_SECOND: Record<string, number> = {
  STANDARD: 80,
  HIGH: 1_000,
  /** Numbers that are also used in the WhatsApp Business app. */
  NOT_APPLICABLE: 20,
};

/** Messages of one number. Small bursts only: Meta counts what comes in, too, and nobody knows in which windows. */
export const numberRate = (throughput: string | undefined): Rate => {
  const perSecond = PER_SECOND[throughput ?? 'STANDARD'] ?? 80;
  return { everyMs: 1_000 / perSecond, burst: Math.max(1, perSecond / 10) };
};

/** Messages of one number to one person. */
export const PAIR_RATE: Rate = { everyMs: 6_000, burst: 45 };

/** After Meta refused a pair for the n-th time in a row (from 0): 4^n seconds. */
export const pairBackoffMs = (refusals: number): number => Math.min(3_600_000, 1_000 * 4 ** refusals);

/**
 * Questions about an account, per app: 5,000 an hour, of which 200 at once, which is all that an account without a
 * registered number has. Such an account learns the rest by Meta's refusal.
 */
export const MANAGEMENT_RATE: Rate = { everyMs: 3_600_000 / 5_000, burst: 200 };
