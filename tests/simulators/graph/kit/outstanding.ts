/** Counts what is still on its way, so that a test can wait for the end instead of for a while. */
export interface Outstanding {
  add(count?: number): void;
  done(count?: number): void;
  readonly count: number;
  /** Resolves when nothing is on its way; rejects at the deadline, saying how much still is. */
  idle(timeoutMs: number): Promise<void>;
  /** Ends all waiting: whatever is on its way now stays there. */
  close(): void;
}

export const createOutstanding = (what: string): Outstanding => {
  const waiting = new Set<() => void>();
  let count = 0;
  const wake = (): void => {
    const all = [...waiting];
    waiting.clear();
    all.forEach((resolve) => resolve());
  };
  return {
    add: (more = 1) => {
      count += more;
    },
    done: (fewer = 1) => {
      count -= fewer;
      if (count === 0) wake();
    },
    get count() {
      return count;
    },
    idle: (timeoutMs) =>
      new Promise((resolve, reject) => {
        if (count === 0) return resolve();
        const settle = (): void => {
          clearTimeout(deadline);
          resolve();
        };
        const deadline = setTimeout(() => {
          waiting.delete(settle);
          reject(new Error(`After ${timeoutMs} ms ${count} ${what} are still on their way`));
        }, timeoutMs);
        waiting.add(settle);
      }),
    close: wake,
  };
};
