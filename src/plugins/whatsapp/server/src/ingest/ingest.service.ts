import type { Delivery, DeliveryReceipts } from '../../../contracts/bridge';
import type { WebEvents, WebEventsReceipt } from '../../../contracts/web-session';
import { traceIdOf } from '../../../contracts/trace';
import { sharedClock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { logLine } from '../kit/log-line';
import { asSystem } from '../kit/scope';
import { meters } from '../observability';
import { connectionOf, insertLog, requeueForNumber, type ChannelRow, type LogEntry } from '../store';
import { logEntriesOf, logEntriesOfWeb } from './log-entry';
import { getService } from '../get-service';
import { startProcessor, type Processor } from './processor';
import { startReplayer, type Replayer } from './replayer';
import { retryingTransient } from './retrying';
import { createSeal } from './seal';

type Outcome = DeliveryReceipts['receipts'][number]['outcome'];

/**
 * Bridge events → rows: once each, in order per chat. What was accepted is durable before it is answered, and processed
 * right after; what cannot be placed or understood is kept in quarantine, never dropped.
 */
export const ingest = ({ strapi }: StrapiContext) => {
  const seal = createSeal(strapi);
  let processor: Processor | null = null;
  let replayer: Replayer | null = null;

  const keepEntries = async (entries: LogEntry[]): Promise<void> => {
    const end = meters.keepSeconds.startTimer();
    await retryingTransient(() =>
      insertLog(connectionOf(strapi), entries.map(seal.entry), sharedClock.now()),
    );
    end();
  };

  const keep = (deliveries: Delivery[]): Promise<void> => keepEntries(deliveries.flatMap(logEntriesOf));

  /** The sender comes again with whatever could not be kept. */
  const keepOne = (delivery: Delivery): Promise<Outcome> =>
    keep([delivery]).then(
      () => 'committed',
      (error: unknown) => {
        const { deliveryId: id, traceparent } = delivery;
        strapi.log.error(
          `${logLine('Not kept', { delivery: id, trace: traceIdOf(traceparent) })}: ${String(error)}`,
        );
        return 'failed';
      },
    );

  const keepEach = async (deliveries: Delivery[]): Promise<Outcome[]> => {
    try {
      await keep(deliveries);
      return deliveries.map(() => 'committed');
    } catch (error) {
      strapi.log.warn(
        `[whatsapp] A batch of ${deliveries.length} deliveries is kept one by one: ${String(error)}`,
      );
    }
    const outcomes: Outcome[] = [];
    for (const delivery of deliveries) outcomes.push(await keepOne(delivery));
    return outcomes;
  };

  const note = (deliveries: Delivery[], outcomes: Outcome[]): void => {
    for (const outcome of outcomes) meters.deliveries.inc({ outcome });
    if (!strapi.log.isLevelEnabled('debug')) return;
    for (const [index, { deliveryId, traceparent, changes }] of deliveries.entries()) {
      const [outcome, trace] = [outcomes[index], traceIdOf(traceparent)];
      strapi.log.debug(logLine('Webhook', { outcome, delivery: deliveryId, changes: changes.length, trace }));
    }
  };

  return {
    start(): void {
      processor = startProcessor(strapi);
      replayer = startReplayer(strapi, () => processor?.wake());
    },

    wake(): void {
      processor?.wake();
    },

    /** Lets the batch at hand end, takes no new one. */
    async stop(): Promise<void> {
      await replayer?.stop();
      await processor?.stop();
      [replayer, processor] = [null, null];
    },

    /**
     * Keeps webhooks that came together. Each receipt says `committed` only when all of that delivery is durable.
     * Idempotent. They are processed right after, in the order in which they were kept.
     */
    async accept(deliveries: Delivery[]): Promise<DeliveryReceipts> {
      const outcomes = await asSystem('ingest', () => keepEach(deliveries));
      getService(strapi, 'coordination').wake('ingest');
      note(deliveries, outcomes);
      return {
        receipts: deliveries.map(({ deliveryId }, index) => ({
          deliveryId,
          outcome: outcomes[index] ?? 'failed',
        })),
      };
    },

    /**
     * The same for what happened in a WhatsApp Web session: all of it is durable, or nothing (then it fails). Idempotent.
     */
    async acceptWeb(batch: WebEvents): Promise<WebEventsReceipt> {
      await asSystem('ingest', () => keepEntries(logEntriesOfWeb(batch)));
      getService(strapi, 'coordination').wake('ingest');
      return { committed: batch.events.map(({ key }) => key) };
    },

    /** Somebody wants lines of the quarantine replayed: a hint, the rows say which. */
    wakeReplayer(): void {
      replayer?.wake();
    },

    /** What arrived for this number before it was known is processed now. Gives how many it is. */
    async replay({ phoneNumberId, businessAccountId, appFingerprint }: ChannelRow): Promise<number> {
      if (!phoneNumberId || !appFingerprint) return 0;
      const awaited = { phoneNumberId, businessAccountId, appFingerprint };
      const count = await asSystem('ingest', () =>
        requeueForNumber(connectionOf(strapi), awaited, sharedClock.now()),
      );
      getService(strapi, 'coordination').wake('ingest');
      return count;
    },
  };
};
