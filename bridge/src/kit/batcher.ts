import type { Clock } from './clock';

export interface BatcherOptions<Item, Result> {
  /** Hands over one batch. Results stand in the order of the items. Failing fails every item of the batch. */
  flush(items: Item[]): Promise<Result[]>;
  bytesOf(item: Item): number;
  maxItems: number;
  /** A larger single item still goes, alone. */
  maxBytes: number;
  /** More than this waiting, and new items are refused: memory is not a queue. */
  maxWaitingBytes: number;
  /** An item that is not settled by then fails, and leaves the queue if it still waits there. */
  deadlineMs: number;
  clock: Clock;
}

export interface Batcher<Item, Result> {
  add(item: Item): Promise<Result>;
  /** Resolves when nothing waits and nothing is on its way. */
  idle(): Promise<void>;
  /** All that is not settled, also what is on its way. */
  unsettled(): { count: number; oldestAt: number | undefined };
}

interface Entry<Item, Result> {
  item: Item;
  bytes: number;
  addedAt: number;
  settled: boolean;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Natural batching: the first item leaves at once; what arrives while a flush is in flight gathers for the next.
 * One flush at a time, first come first served. Quiet times pay no delay, busy times share one transaction.
 */
export const createBatcher = <Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> => {
  const { flush, bytesOf, maxItems, maxBytes, maxWaitingBytes, deadlineMs, clock } = options;
  let queue: Entry<Item, Result>[] = [];
  let onItsWay: Entry<Item, Result>[] = [];
  let waitingBytes = 0;
  let isFlushing = false;
  let idleWaiters: (() => void)[] = [];

  const takeBatch = (): Entry<Item, Result>[] => {
    const batch: Entry<Item, Result>[] = [];
    let bytes = 0;
    for (const entry of queue) {
      if (batch.length > 0 && (batch.length >= maxItems || bytes + entry.bytes > maxBytes)) break;
      batch.push(entry);
      bytes += entry.bytes;
    }
    queue = queue.slice(batch.length);
    onItsWay = batch;
    waitingBytes -= bytes;
    return batch;
  };

  const deliver = async (batch: Entry<Item, Result>[]): Promise<void> => {
    try {
      const results = await flush(batch.map((entry) => entry.item));
      batch.forEach((entry, index) => {
        const result = results[index];
        if (result === undefined)
          entry.reject(new Error('The batch came back without a result for this item'));
        else entry.resolve(result);
      });
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
  };

  const run = async (): Promise<void> => {
    if (isFlushing) return;
    isFlushing = true;
    while (queue.length > 0) await deliver(takeBatch());
    onItsWay = [];
    isFlushing = false;
    for (const done of idleWaiters) done();
    idleWaiters = [];
  };

  const leave = (entry: Entry<Item, Result>): void => {
    if (!queue.includes(entry)) return;
    queue = queue.filter((other) => other !== entry);
    waitingBytes -= entry.bytes;
  };

  return {
    add: (item) =>
      new Promise<Result>((resolve, reject) => {
        const bytes = bytesOf(item);
        if (queue.length > 0 && waitingBytes + bytes > maxWaitingBytes) {
          reject(new Error('Too much is waiting already'));
          return;
        }
        const settle = (action: () => void): void => {
          if (entry.settled) return;
          entry.settled = true;
          cancelDeadline();
          action();
        };
        const entry: Entry<Item, Result> = {
          item,
          bytes,
          addedAt: clock.now(),
          settled: false,
          resolve: (result) => settle(() => resolve(result)),
          reject: (error) =>
            settle(() => reject(error instanceof Error ? error : new Error('The batch failed'))),
        };
        const cancelDeadline = clock.after(deadlineMs, () => {
          leave(entry);
          entry.reject(new Error('The deadline passed before the batch came back'));
        });
        queue.push(entry);
        waitingBytes += bytes;
        void run();
      }),

    idle: () => (isFlushing ? new Promise<void>((resolve) => idleWaiters.push(resolve)) : Promise.resolve()),

    unsettled() {
      const entries = [...onItsWay, ...queue].filter(({ settled }) => !settled);
      return { count: entries.length, oldestAt: entries[0]?.addedAt };
    },
  };
};
