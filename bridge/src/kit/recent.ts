import type { Clock } from './clock';

export interface RecentOptions {
  keepMs: number;
  maxEntries: number;
  /** Whether a failure settles the matter, so that the same key shall get it again instead of another try. */
  isFinal(error: unknown): boolean;
  clock: Clock;
}

/**
 * Makes a repeated request one: whoever asks with a key that runs or ran lately gets the first one's answer.
 * A failure that certainly did nothing is forgotten at once, so that the key may be tried again.
 */
export const createRecent = <Result>({ keepMs, maxEntries, isFinal, clock }: RecentOptions) => {
  const answers = new Map<string, { answer: Promise<Result>; until: number }>();

  const forgetOld = (): void => {
    // A Map keeps the order of insertion: the oldest come first.
    for (const [key, { until }] of answers) {
      if (until > clock.now() && answers.size <= maxEntries) return;
      answers.delete(key);
    }
  };

  return {
    once(key: string, run: () => Promise<Result>): Promise<Result> {
      forgetOld();
      const known = answers.get(key);
      if (known) return known.answer;
      const answer = run();
      answers.set(key, { answer, until: clock.now() + keepMs });
      answer.catch((error: unknown) => {
        if (!isFinal(error)) answers.delete(key);
      });
      return answer;
    },

    /** The next one with this key runs anew. */
    forget(key: string): void {
      answers.delete(key);
    },
  };
};
