import { setTimeout as wait } from 'node:timers/promises';

export const pause = async (ms: number): Promise<void> => {
  await wait(ms);
};
