import { Queue, Worker } from 'bullmq';
import { sharedClock } from '../kit/clock';
import { pause } from '../kit/pause';
import { hastyClient, patientClient } from './redis-client';
import { WORK_KINDS, type WorkKind } from './work';

/** Wake-ups within this time are one: the work itself is in the database, and whoever looks takes all of it. */
const GATHER_MS = 50;
/** Times of delayed work are rounded up to this, so that many messages that wait for one moment are one job. */
const STEP_MS = 250;
const STOP_MS = 2_000;
const FORGET = { removeOnComplete: true, removeOnFail: true };

export interface Queues {
  /** One process, any of them, looks for work of this kind: now, or at `at`. May get lost with Redis. */
  call(kind: WorkKind, at?: Date): void;
  stop(): Promise<void>;
}

/** No more than one `run` within `ms`, the last call never left out. */
const gathered = (ms: number, run: () => void): (() => void) => {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      run();
    }, ms);
  };
};

/**
 * BullMQ as the alarm clock: a queue for each kind of work, whose jobs carry nothing. A job that is lost, repeated, or
 * taken by whoever has nothing to do costs a look into the database, and that is all.
 */
export const startQueues = (
  { url, prefix }: { url: string; prefix: string },
  look: (kind: WorkKind) => void,
): Queues => {
  const speaking = hastyClient(url);
  const waiting = patientClient(url);
  const silent = (): void => undefined; // the wire says once that Redis is away

  const openQueue = (kind: WorkKind) => {
    const queue = new Queue(kind, { connection: speaking, prefix });
    queue.on('error', silent);
    const take = (): Promise<void> => Promise.resolve(look(kind));
    const worker = new Worker(kind, take, { connection: waiting, prefix });
    worker.on('error', silent);
    const add = (jobId?: string, delay = 0): void => {
      if (speaking.status !== 'ready') return;
      queue.add(kind, null, { ...FORGET, jobId, delay }).catch(silent);
    };
    return { queue, worker, add, addSoon: gathered(GATHER_MS, () => add()) };
  };

  const queues = new Map(WORK_KINDS.map((kind) => [kind, openQueue(kind)]));

  return {
    call(kind, at) {
      const now = sharedClock.now().getTime();
      if (!at || at.getTime() <= now) return queues.get(kind)?.addSoon();
      const step = Math.ceil(at.getTime() / STEP_MS);
      queues.get(kind)?.add(`at-${step}`, step * STEP_MS - now);
    },

    async stop() {
      const closing = [...queues.values()].map(async ({ queue, worker }) => {
        await worker.close(true).catch(silent);
        await queue.close().catch(silent);
      });
      // Closing waits for Redis, which may be away for good.
      await Promise.race([Promise.all(closing), pause(STOP_MS)]);
      speaking.disconnect();
      waiting.disconnect();
    },
  };
};
