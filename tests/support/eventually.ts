const POLL_MS = 20;

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
  { deadlineMs = 10_000, pollMs = POLL_MS }: { deadlineMs?: number; pollMs?: number } = {},
): Promise<Value> => {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await pause(pollMs);
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
