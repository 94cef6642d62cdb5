const FIRST_PAUSE_MS = 20;
/** On a slow machine it is the polling itself that keeps things from happening: it grows less. */
const LONGEST_PAUSE_MS = 250;
const GROWTH = 1.3;
/** Spent by what never comes; what comes late on a slow machine is no fault. */
const DEADLINE_MS = 30_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Repeats `attempt` until it no longer throws, and gives back its value. After the deadline the last error is thrown:
 * so an expectation inside says what was missing.
 */
export const eventually = async <Value>(
  attempt: () => Value | Promise<Value>,
  { deadlineMs = DEADLINE_MS, pollMs = FIRST_PAUSE_MS }: { deadlineMs?: number; pollMs?: number } = {},
): Promise<Value> => {
  const deadline = Date.now() + deadlineMs;
  let pauseMs = pollMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await pause(pauseMs);
      pauseMs = Math.max(pollMs, Math.min(pauseMs * GROWTH, LONGEST_PAUSE_MS));
    }
  }
};

/** The same for a fact that is either there (truthy) or not yet; `what` names it when it never comes. */
export const eventuallyPresent = <Value>(
  look: () => Value | Promise<Value>,
  what: string,
  options?: { deadlineMs?: number },
): Promise<NonNullable<Value>> =>
  eventually(async () => {
    const value = await look();
    if (value === null || value === undefined || value === false)
      throw new Error(`${what}: not there in time`);
    return value;
  }, options);
