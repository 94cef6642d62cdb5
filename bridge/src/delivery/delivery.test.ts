import { randomUUID } from 'node:crypto';
import type { Delivery } from '../../../src/plugins/whatsapp/contracts/bridge';
import {
  BRIDGE_SECRET,
  commitAll,
  startPluginStandin,
  type PluginStandin,
} from '../../test/fake/plugin-standin';
import { eventually } from '../../test/support/eventually';
import { systemClock } from '../kit/clock';
import { createLogger } from '../kit/logger';
import { Secret } from '../kit/secret';
import { createPluginClient, type PluginClient } from '../plugin/plugin-client';
import { createDeliveries, type Deliveries } from './delivery';

const delivery = (raw = '{}'): Delivery => ({
  deliveryId: randomUUID(),
  receivedAt: '2026-11-02T09:00:00.000Z',
  webhookKey: 'k',
  appFingerprint: 'app-1',
  changes: [
    { key: 'a'.repeat(64), field: 'x', businessAccountId: null, phoneNumberId: null, raw, events: [] },
  ],
});

describe('delivery to the plugin', () => {
  let plugin: PluginStandin;
  let client: PluginClient;
  let deliveries: Deliveries;
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line) => void lines.push(line) });

  beforeEach(async () => {
    lines.length = 0;
    plugin = await startPluginStandin();
    client = createPluginClient({
      baseUrl: plugin.url,
      secret: new Secret(BRIDGE_SECRET),
      clock: systemClock,
    });
    deliveries = createDeliveries({ plugin: client, clock: systemClock, logger, deadlineMs: 500 });
  });
  afterEach(async () => {
    client.close();
    await plugin.close();
  });

  const deliverAll = (all: Delivery[]) => Promise.all(all.map((one) => deliveries.deliver(one, 10)));

  it('sends what comes together in one request', async () => {
    const all = Array.from({ length: 21 }, () => delivery());
    expect(new Set(await deliverAll(all))).toEqual(new Set(['committed']));
    expect(plugin.batches.map((batch) => batch.length)).toEqual([1, 20]);
  });

  it('gives each delivery the outcome of its own receipt, in whatever order they come', async () => {
    plugin.take((batch) => ({
      receipts: [...batch].reverse().map(({ deliveryId, changes }) => ({
        deliveryId,
        outcome: changes[0]?.raw === '"bad"' ? 'failed' : 'committed',
      })),
    }));
    const outcomes = await deliverAll([delivery(), delivery(), delivery('"bad"'), delivery()]);
    expect(outcomes).toEqual(['committed', 'committed', 'failed', 'committed']);
  });

  it('sends one by one what the plugin refuses together', async () => {
    plugin.take((batch, reply) =>
      batch.some(({ changes }) => changes[0]?.raw === '"poison"')
        ? reply.code(400).send()
        : commitAll(batch, reply),
    );
    const outcomes = await deliverAll([delivery(), delivery(), delivery('"poison"'), delivery()]);
    expect(outcomes).toEqual(['committed', 'committed', 'failed', 'committed']);
    expect(lines.join('')).toContain('refused');
  });

  it('does not send again what failed for another reason than a refusal', async () => {
    plugin.take((_batch, reply) => reply.code(500).send());
    expect(await deliverAll([delivery(), delivery(), delivery()])).toEqual(['failed', 'failed', 'failed']);
    expect(plugin.batches.map((batch) => batch.length)).toEqual([1, 2]);
  });

  it('fails at the deadline when the plugin hangs, whoever still waits in line', async () => {
    plugin.take(() => new Promise(() => undefined));
    const started = Date.now();
    expect(await deliverAll([delivery(), delivery(), delivery()])).toEqual(['failed', 'failed', 'failed']);
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('remembers that the newest delivery failed, until one goes well', async () => {
    expect(deliveries.failedAt).toBeUndefined();
    plugin.take((_batch, reply) => reply.code(503).send());
    await deliveries.deliver(delivery(), 10);
    expect(deliveries.failedAt).toBeGreaterThan(0);
    plugin.take(commitAll);
    await deliveries.deliver(delivery(), 10);
    expect(deliveries.failedAt).toBeUndefined();
  });

  it('says in the log when the secrets differ', async () => {
    const stranger = createPluginClient({
      baseUrl: plugin.url,
      secret: new Secret('x'.repeat(32)),
      clock: systemClock,
    });
    const lost = createDeliveries({ plugin: stranger, clock: systemClock, logger });
    expect(await lost.deliver(delivery(), 10)).toBe('failed');
    stranger.close();
    expect(plugin.batches).toEqual([]);
    expect(lines.join('')).toContain('does not accept the signature');
  });

  it('is idle when the last answer is there', async () => {
    const landed: string[] = [];
    let land = (): void => undefined;
    plugin.take((batch, reply) =>
      new Promise<void>((resolve) => (land = resolve)).then(() => commitAll(batch, reply)),
    );
    const answer = deliveries.deliver(delivery(), 10).then((outcome) => landed.push(outcome));
    await eventually(() => plugin.batches.length === 1);
    land();
    await deliveries.idle();
    await answer;
    expect(landed).toEqual(['committed']);
  });
});
