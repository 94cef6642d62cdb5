/**
 * How long to wait before the next try: doubles from `baseMs` up to `maxMs`, with the upper half drawn by chance, so
 * that many messages that failed together do not come back together. `attempt` counts from 1.
 */
export const backoffMs = (
  attempt: number,
  {
    baseMs = 1_000,
    maxMs = 300_000,
    random = Math.random,
  }: { baseMs?: number; maxMs?: number; random?: () => number } = {},
): number => {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
};
