import { setTimeout as delay } from 'node:timers/promises';

export interface Gatherer<Item> {
  /** Resolves once the batch with this item is through; fails only when the item could not go through even alone. */
  add(item: Item): Promise<void>;
}

interface Entry<Item> {
  item: Item;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * The first item leaves at once; what comes meanwhile, and within `everyMs` of the batch before, gathers for the next one.
 * Quiet times pay no delay, busy times share one transaction. `flush` is all or nothing; when a batch fails, each of its
 * items is tried alone, so that one that cannot go through does not hold up the others.
 */
export const createGatherer = <Item>(
  flush: (items: Item[]) => Promise<void>,
  { maxItems, everyMs = 0 }: { maxItems: number; everyMs?: number },
): Gatherer<Item> => {
  let waiting: Entry<Item>[] = [];
  let isFlushing = false;
  let flushedAt = -everyMs;

  const alone = async ({ item, resolve, reject }: Entry<Item>): Promise<void> => {
    try {
      await flush([item]);
      resolve();
    } catch (error) {
      reject(error);
    }
  };

  const together = async (batch: Entry<Item>[]): Promise<void> => {
    try {
      await flush(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      for (const entry of batch) await alone(entry);
    }
  };

  const run = async (): Promise<void> => {
    if (isFlushing) return;
    isFlushing = true;
    while (waiting.length > 0) {
      const early = flushedAt + everyMs - performance.now();
      if (early > 0) await delay(early);
      flushedAt = performance.now();
      const batch = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      await together(batch);
    }
    isFlushing = false;
  };

  return {
    add: (item) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        void run();
      }),
  };
};
