/** The simulator's time: the real one, plus what a test let pass. Delays in milliseconds are not shortened by it. */
export interface Clock {
  now(): number;
  /** Lets time pass for service windows, token expiry and rate limits. */
  advance(ms: number): void;
}

export const createClock = (): Clock => {
  let passed = 0;
  return {
    now: () => Date.now() + passed,
    advance: (ms) => {
      passed += ms;
    },
  };
};

/** How Meta writes a time in webhooks: unix seconds, as text. */
export const unixSeconds = (ms: number): string => String(Math.floor(ms / 1000));
