import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { sharedClock } from '../kit/clock';
import { asSystem } from '../kit/scope';
import {
  claimWaiting,
  connectionOf,
  inTransaction,
  isDataFault,
  isPostgres,
  lockTenants,
  requeueForNumber,
  settleEvents,
} from '../store';
import { getService } from '../get-service';
import { applyEvents, demandOf } from './apply';
import { bringsFile } from './apply-written';
import { placeChanges } from './place';
import { eventsOf, type PlacedChange, type WaitingChange } from './placed';
import { reportGivenUp, reportProcessed } from './report';
import { retryingTransient } from './retrying';
import { createSeal } from './seal';
import { failedOf, isHomeless, settledOf } from './verdict';

/** Changes, and events in them, that one transaction takes: larger ones hold the tenants' locks too long. */
const BATCH = 200;
const MAX_EVENTS = 400;
/** From the start of one batch to the next while webhooks keep coming. */
const GATHER_MS = 40;

export interface Processor {
  wake(): void;
  stop(): Promise<void>;
}

/** The first is always taken, however much it holds. */
const atMost = (waiting: WaitingChange[]): WaitingChange[] => {
  let events = 0;
  const end = waiting.findIndex((row, index) => (events += row.events.length) > MAX_EVENTS && index > 0);
  return end === -1 ? waiting : waiting.slice(0, end);
};

/** How many like these hold as many events as one transaction takes: more would be read and left lying. */
const fitting = (waiting: WaitingChange[]): number => {
  const events = waiting.reduce((sum, row) => sum + row.events.length, 0);
  return Math.min(BATCH, Math.ceil(MAX_EVENTS / Math.max(1, events / Math.max(1, waiting.length))));
};

/** What `processBatch` took; `ids` also when it then failed. */
interface Batch {
  ids: number[];
  placed: PlacedChange[];
  /** Whether it took as many as it might: then more wait, probably. */
  isFull: boolean;
}

const emptyBatch = (): Batch => ({ ids: [], placed: [], isFull: false });

interface Lane {
  /** What it does once it has caught up: waits a moment for what keeps coming, or leaves that to another. */
  whenCaughtUp: 'wait' | 'leave';
  /** More waits than one transaction takes. */
  onBacklog?: () => void;
}

/**
 * Two on PostgreSQL, where one thinks while the other's statements run: the second only works off a backlog, because what
 * comes in steadily costs less when one transaction takes all of it. SQLite has one writer.
 */
export const startProcessor = (strapi: Core.Strapi): Processor => {
  const helper = isPostgres(connectionOf(strapi)) ? createLane(strapi, { whenCaughtUp: 'leave' }) : undefined;
  const first = createLane(strapi, { whenCaughtUp: 'wait', onBacklog: helper?.wake });

  // Wake-ups are hints: this finds what came while one got lost, or its process died.
  const poll = setInterval(first.wake, getService(strapi, 'coordination').pollMs());
  first.wake();

  return {
    wake: first.wake,
    async stop() {
      clearInterval(poll);
      await Promise.all([first.stop(), helper?.stop()]);
    },
  };
};

/**
 * Turns what was written down into contacts, conversations and messages: everything of a batch in one transaction, with
 * the rows' own state, so that each is processed once whatever dies. Any number of processes may run one.
 */
const createLane = (strapi: Core.Strapi, { whenCaughtUp, onBacklog }: Lane): Processor => {
  const seal = createSeal(strapi);
  let stopped = false;
  let wokenMeanwhile = false;
  let running: Promise<void> | null = null;
  let limit = BATCH;

  const processBatch = (batch: Batch, only?: number): Promise<void> =>
    inTransaction(strapi, async (trx, afterCommit) => {
      const claimed = await claimWaiting(trx, { limit, only });
      // Also when one of them cannot be opened: then they go one by one.
      batch.ids = claimed.map(({ id }) => id);
      const opened = claimed.map(seal.open);
      const waiting = atMost(opened);
      batch.ids = waiting.map(({ id }) => id);
      batch.isFull = claimed.length === limit;
      limit = fitting(opened);
      if (waiting.length === 0) return;
      batch.placed = await placeChanges(trx, waiting);
      const events = batch.placed.flatMap(eventsOf);
      await applyEvents(await lockTenants(strapi, { trx, afterCommit }, demandOf(events)), events);
      const settled = batch.placed.map(settledOf);
      await settleEvents(trx, settled);
      afterCommit(() => reportProcessed(strapi, batch.placed, settled));
      if (events.some(bringsFile)) afterCommit(() => getService(strapi, 'coordination').wake('media'));
    });

  /** A number may be connected while its first webhooks are being processed: then its replay has just missed them. */
  const catchUp = async ({ placed }: Batch): Promise<void> => {
    const missed = placed.filter(isHomeless).map(({ change }) => change);
    if (missed.length === 0) return;
    const again = await placeChanges(connectionOf(strapi), missed);
    for (const { channel } of again) {
      if (channel?.phoneNumberId && channel.appFingerprint) {
        const { phoneNumberId, businessAccountId, appFingerprint } = channel;
        const awaited = { phoneNumberId, businessAccountId, appFingerprint };
        await requeueForNumber(connectionOf(strapi), awaited, sharedClock.now());
      }
    }
  };

  /** Keeps it in the quarantine of whose it is, unless another process has just got it through. */
  const giveUp = (id: number, { placed }: Batch, error: unknown): Promise<void> =>
    inTransaction(strapi, async (trx, afterCommit) => {
      const failed = (await claimWaiting(trx, { limit: 1, only: id })).map((line) => {
        const change = { ...line, events: [], kept: line.events };
        const unplaced = { change, channel: null, receiverTenantId: null };
        const settled = failedOf(placed.find((one) => one.change.id === id) ?? unplaced, error);
        return { settled, trace: line.trace };
      });
      // A database may repeat a value that it refused.
      await settleEvents(
        trx,
        failed.map(({ settled }) => ({ ...settled, detail: seal.text(settled.detail) })),
      );
      afterCommit(() => reportGivenUp(strapi, failed, error));
    });

  /** One that cannot be processed must not hold up the others: it is kept as it is, for a person to look at. */
  const processOne = async (id: number): Promise<void> => {
    const batch = emptyBatch();
    try {
      await retryingTransient(() => processBatch(batch, id));
      await catchUp(batch);
    } catch (error) {
      if (!isDataFault(error)) throw error;
      await giveUp(id, batch, error);
    }
  };

  const step = async (): Promise<Batch> => {
    const batch = emptyBatch();
    try {
      await retryingTransient(() => processBatch(batch));
      await catchUp(batch);
    } catch (error) {
      // The database's trouble is not the webhooks': they wait.
      if (!isDataFault(error) || batch.ids.length === 0) throw error;
      strapi.log.warn(`[whatsapp] ${batch.ids.length} inbound events go one by one: ${String(error)}`);
      for (const id of batch.ids) await processOne(id);
    }
    return batch;
  };

  /** Until nothing waits. What keeps coming is waited for a moment: it then shares statements and commits. */
  const drain = async (): Promise<void> => {
    for (;;) {
      const since = performance.now();
      const { ids, isFull } = await step();
      if (ids.length === 0 || stopped) return;
      if (isFull) onBacklog?.();
      else if (whenCaughtUp === 'leave') return;
      else await delay(since + GATHER_MS - performance.now());
    }
  };

  const run = async (): Promise<void> => {
    do {
      wokenMeanwhile = false;
      await drain();
    } while (wokenMeanwhile && !stopped);
  };

  const wake = (): void => {
    if (stopped) return;
    wokenMeanwhile = true;
    running ??= asSystem('ingest', run)
      .catch((error: unknown) => {
        // The next poll tries again; at once would only be the same.
        wokenMeanwhile = false;
        strapi.log.warn(`[whatsapp] Inbound events wait, they cannot be processed now: ${String(error)}`);
      })
      .finally(() => {
        running = null;
        if (wokenMeanwhile) wake();
      });
  };

  return {
    wake,
    async stop() {
      stopped = true;
      await running;
    },
  };
};
