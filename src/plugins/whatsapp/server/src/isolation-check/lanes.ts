/** Runs all tasks, a few at a time: Strapi has other guests. Stops taking new ones after the first failure. */
export const inLanes = async (tasks: readonly (() => Promise<void>)[], lanes = 8): Promise<void> => {
  const waiting = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  const results = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      work().catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      }),
    ),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
};
