import { setTimeout as wait } from 'node:timers/promises';

const STEP_MS = 10;

/** Asks again until `read` gives something true, at most for `withinMs`. */
export const eventually = async <T>(
  read: () => T | Promise<T>,
  { withinMs = 5_000, what = 'the condition' }: { withinMs?: number; what?: string } = {},
): Promise<NonNullable<T>> => {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    const value = await read();
    if (value) return value;
    await wait(STEP_MS);
  }
  throw new Error(`${what} did not come true within ${withinMs} ms`);
};
