import type { Delivery, DeliveryReceipts } from '../../../contracts/bridge';
import { clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import {
  changeTenants,
  connectionOf,
  findReplayable,
  insertLog,
  isDataFault,
  isTransient,
  settleWaiting,
  type ChannelRow,
  type Replayable,
  type TenantWork,
  type Trx,
} from '../store';
import { getService } from '../get-service';
import { applyEvents, demandOf } from './apply';
import { bringsFile } from './apply-written';
import { logEntryOf } from './log-entry';
import { placeChanges } from './place';
import type { PlacedChange, PlacedEvent } from './placed';

const TRIES = 3;
const REPLAY_PAGE = 200;

const eventsOf = ({ change, channel, delivery }: PlacedChange): PlacedEvent[] =>
  channel
    ? change.events.map((event) => ({ event, channel, receivedAt: new Date(delivery.receivedAt) }))
    : [];

const retryingTransient = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !isTransient(error)) throw error;
    }
  }
};

/**
 * Bridge events → rows: once each, in order per chat. What was accepted is committed; what cannot be placed or
 * understood is kept in quarantine, never dropped.
 */
export const ingest = ({ strapi }: StrapiContext) => {
  const apply = async (work: TenantWork, events: PlacedEvent[]): Promise<void> => {
    await applyEvents(work, events);
    if (events.some(bringsFile)) work.afterCommit(() => getService(strapi, 'media').wake());
  };

  /** One transaction for everything, the log included: either all of it happened, or nothing. */
  const commit = (deliveries: Delivery[]): Promise<PlacedChange[]> =>
    retryingTransient(async () => {
      const placed = await placeChanges(connectionOf(strapi), deliveries);
      const events = placed.flatMap(eventsOf);
      await changeTenants(strapi, demandOf(events), async (work) => {
        await insertLog(
          work.trx,
          placed.map((one) => logEntryOf(one)),
          clock.now(),
        );
        await apply(work, events);
      });
      return placed;
    });

  /** Of what waited, a part that nobody could read stays in quarantine for its own reason. */
  const settle = async (trx: Trx, waiting: Replayable[], channel: ChannelRow): Promise<void> => {
    const owner = { tenantId: channel.tenantId, channelId: channel.id };
    const idsOf = (rows: Replayable[]) => rows.map(({ id }) => id);
    const whole = waiting.filter(({ detail }) => !detail);
    const partial = waiting.filter(({ detail }) => detail);
    await settleWaiting(trx, idsOf(whole), owner, { state: 'processed', reason: null });
    await settleWaiting(trx, idsOf(partial), owner, { state: 'quarantined', reason: 'malformed' });
  };

  /** Processes what arrived for this number before it was known, in the order of arrival. Gives how many it was. */
  const replay = async (channel: ChannelRow): Promise<number> => {
    const { phoneNumberId, businessAccountId, appFingerprint } = channel;
    if (!phoneNumberId || !appFingerprint) return 0;

    for (let total = 0; ; ) {
      const waiting = await findReplayable(connectionOf(strapi), {
        phoneNumberId,
        businessAccountId,
        appFingerprint,
        limit: REPLAY_PAGE,
      });
      if (waiting.length === 0) return total;

      const events = waiting.flatMap(({ events: kept, receivedAt }) =>
        kept.map((event): PlacedEvent => ({ event, channel, receivedAt })),
      );
      await changeTenants(strapi, demandOf(events), async (work) => {
        await apply(work, events);
        await settle(work.trx, waiting, channel);
      });
      total += waiting.length;
    }
  };

  /**
   * A number may be connected while its first webhooks are being written down: then its replay has just missed them.
   * They are committed already, so a failure here is only said.
   */
  const catchUp = async (placed: PlacedChange[]): Promise<void> => {
    const missed = placed.filter(
      ({ channel, change }) => !channel && (change.phoneNumberId ?? change.businessAccountId),
    );
    if (missed.length === 0) return;
    try {
      const again = await placeChanges(
        connectionOf(strapi),
        missed.map(({ delivery, change }) => ({ ...delivery, changes: [change] })),
      );
      const channels = new Map(again.flatMap(({ channel }) => (channel ? [[channel.id, channel]] : [])));
      for (const channel of channels.values()) await replay(channel);
    } catch (error) {
      strapi.log.warn(`[whatsapp] Quarantined events wait for the next replay: ${String(error)}`);
    }
  };

  /** A delivery that breaks the processing is kept as it is, for a person to look at, instead of coming back for days. */
  const quarantine = async (delivery: Delivery, cause: unknown): Promise<void> => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const placed = await placeChanges(connectionOf(strapi), [delivery]);
    await insertLog(
      connectionOf(strapi),
      placed.map((one) => logEntryOf(one, reason)),
      clock.now(),
    );
  };

  const commitOne = async (delivery: Delivery): Promise<'committed' | 'failed'> => {
    try {
      await catchUp(await commit([delivery]));
      return 'committed';
    } catch (error) {
      strapi.log.error(`[whatsapp] Delivery ${delivery.deliveryId} could not be processed: ${String(error)}`);
      // The database's trouble is not the delivery's: the sender keeps it and comes again.
      if (!isDataFault(error)) return 'failed';
      try {
        await quarantine(delivery, error);
        return 'committed';
      } catch (second) {
        strapi.log.error(`[whatsapp] Delivery ${delivery.deliveryId} could not be kept: ${String(second)}`);
        return 'failed';
      }
    }
  };

  const accept = async (deliveries: Delivery[]): Promise<DeliveryReceipts> => {
    try {
      await catchUp(await commit(deliveries));
      return { receipts: deliveries.map(({ deliveryId }) => ({ deliveryId, outcome: 'committed' })) };
    } catch (error) {
      strapi.log.warn(
        `[whatsapp] A batch of ${deliveries.length} deliveries is tried one by one: ${String(error)}`,
      );
    }

    const receipts: DeliveryReceipts['receipts'] = [];
    for (const delivery of deliveries) {
      receipts.push({ deliveryId: delivery.deliveryId, outcome: await commitOne(delivery) });
    }
    return { receipts };
  };

  return {
    /**
     * Commits webhooks that came together. Each receipt says `committed` only when everything of that delivery is
     * durable. Idempotent. When the batch fails as a whole its deliveries are tried one by one, so that one that cannot
     * be processed does not hold up the others.
     */
    accept: (deliveries: Delivery[]): Promise<DeliveryReceipts> =>
      asSystem('ingest', () => accept(deliveries)),

    replay: (channel: ChannelRow): Promise<number> => asSystem('ingest', () => replay(channel)),
  };
};
