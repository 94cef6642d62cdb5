import { DeliveryReceipts, type Delivery } from '../../../src/plugins/whatsapp/contracts/bridge';
import { parseWith, WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { traceIdOf } from '../../../src/plugins/whatsapp/contracts/trace';
import { createBatcher } from '../kit/batcher';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { PluginClient } from '../plugin/plugin-client';

export type Outcome = DeliveryReceipts['receipts'][number]['outcome'];

/** Brings webhooks to the plugin, and tells truly what became of each. */
export interface Deliveries {
  /**
   * `committed` only when the plugin said so. Anything else, a timeout included, is `failed`: the sender tries again,
   * and what was kept after all is recognised there. Never fails itself. `bytes`: the size of the webhook's body.
   */
  deliver(delivery: Delivery, bytes: number): Promise<Outcome>;
  /** When the newest delivery failed, in unix milliseconds; undefined when it went well, or there was none. */
  readonly failedAt: number | undefined;
  /** No delivery went well for a while, although some were tried. */
  readonly isFailing: boolean;
  /** What is neither kept nor refused yet. */
  unsettled(): { count: number; oldestAt: number | undefined };
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

const DEADLINE_MS = 15_000;
/** Between the arrival of the first that failed and the last failure: one that failed alone says nothing yet. */
const FAILING_AFTER_MS = 10_000;
const LIMITS = { maxItems: 100, maxBytes: 2_000_000, maxWaitingBytes: 16_000_000 };

interface Item {
  delivery: Delivery;
  bytes: number;
}

interface Parts {
  plugin: PluginClient;
  clock: Clock;
  logger: Logger;
  deadlineMs?: number;
}

export const createDeliveries = ({ plugin, clock, logger, deadlineMs = DEADLINE_MS }: Parts): Deliveries => {
  /** Since the last one that went well. */
  let failures: { since: number; at: number } | undefined;

  const post = async (deliveries: Delivery[]): Promise<Outcome[]> => {
    const body = Buffer.from(JSON.stringify({ deliveries }));
    const answer = await plugin.request({ method: 'POST', path: '/deliveries', body, deadlineMs });
    const { receipts } = parseWith(DeliveryReceipts, answer, "The plugin's receipts are not valid");
    const outcomes = new Map(receipts.map(({ deliveryId, outcome }) => [deliveryId, outcome]));
    return deliveries.map(({ deliveryId }) => outcomes.get(deliveryId) ?? 'failed');
  };

  /** One webhook that the plugin refuses must not take its neighbours along: then each goes alone. */
  const postIsolated = async (deliveries: Delivery[]): Promise<Outcome[]> => {
    try {
      return await post(deliveries);
    } catch (error) {
      const isRefusal = error instanceof WhatsAppError && error.kind === 'invalid';
      if (!isRefusal || deliveries.length === 1) throw error;
      logger.warn({ err: error, deliveries: deliveries.length }, 'A batch was refused; sending one by one');
    }
    const outcomes: Outcome[] = [];
    for (const delivery of deliveries) {
      outcomes.push(
        await post([delivery]).then(
          ([outcome]) => outcome ?? 'failed',
          (error: unknown) => {
            logger.error({ err: error, deliveryId: delivery.deliveryId }, 'The plugin refused a webhook');
            return 'failed' as const;
          },
        ),
      );
    }
    return outcomes;
  };

  const batcher = createBatcher<Item, Outcome>({
    ...LIMITS,
    deadlineMs,
    clock,
    bytesOf: (item) => item.bytes,
    flush: (items) => postIsolated(items.map((item) => item.delivery)),
  });

  return {
    async deliver(delivery, bytes) {
      const arrivedAt = clock.now();
      const outcome = await batcher.add({ delivery, bytes }).catch((error: unknown): Outcome => {
        const { deliveryId, traceparent } = delivery;
        const line = { err: error, deliveryId, trace: traceIdOf(traceparent) };
        logger.warn(line, 'A webhook could not be delivered');
        return 'failed';
      });
      failures = outcome === 'failed' ? { since: failures?.since ?? arrivedAt, at: clock.now() } : undefined;
      return outcome;
    },

    get failedAt() {
      return failures?.at;
    },

    get isFailing() {
      return failures !== undefined && failures.at - failures.since >= FAILING_AFTER_MS;
    },

    unsettled: () => batcher.unsettled(),

    idle: () => batcher.idle(),
  };
};
