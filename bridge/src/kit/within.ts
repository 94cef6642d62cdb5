/** What `promise` gives, or a failure made by `late` once `ms` are over. The promise goes on; nobody waits for it. */
export const within = <Value>(promise: Promise<Value>, ms: number, late: () => Error): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  return Promise.race([promise, alarm]).finally(() => clearTimeout(timer));
};
