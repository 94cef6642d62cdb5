import { randomBytes } from 'node:crypto';
import { changeFor, deliveryOf, newWaId, received } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { addNumberToApp } from '../support/graph-scene';
import { logRowsOf, quarantineOf } from '../support/inbound-log';
import { onEachDatabase } from '../support/on-each-database';

const addressOf = ({ meta }: IngestCompany) => ({
  phoneNumberId: meta.number.id,
  businessAccountId: meta.waba.id,
});
const previewsOf = async (company: IngestCompany): Promise<(string | undefined)[]> =>
  (await conversationsOf(company.api)).map(({ lastMessage }) => lastMessage?.preview).sort();

onEachDatabase('where a webhook belongs', (installation) => {
  it('lands with each of two companies that share a Meta app, when one delivery concerns both', async () => {
    const first = await createIngestCompany(installation);
    const second = await createIngestCompany(installation, await addNumberToApp(installation, first.meta));
    expect(second.webhook.appFingerprint).toBe(first.webhook.appFingerprint);
    expect(second.webhook.webhookKey).not.toBe(first.webhook.webhookKey);

    const from = { waId: newWaId() }; // the same customer writes to both
    const delivery = deliveryOf(first.webhook, [
      changeFor(addressOf(first), [received({ from, text: 'for the first' })]),
      changeFor(addressOf(second), [received({ from, text: 'for the second' })]),
      changeFor(addressOf(first), [received({ text: 'also for the first' })]),
    ]);
    expect(await first.bridge.deliver(delivery)).toEqual(['committed']);
    expect(await previewsOf(first)).toEqual(['also for the first', 'for the first']);
    expect(await previewsOf(second)).toEqual(['for the second']);
    expect([await quarantineOf(first.api), await quarantineOf(second.api)]).toEqual([[], []]);
  });

  it("is not the channel's when another app signed it, though the number is the channel's", async () => {
    const [victim, stranger] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const forged = [
      { ...stranger.webhook },
      { ...stranger.webhook, webhookKey: victim.webhook.webhookKey },
    ].map((webhook) => deliveryOf(webhook, [changeFor(addressOf(victim), [received({ text: 'forged' })])]));
    expect(await stranger.bridge.deliver(...forged)).toEqual(['committed', 'committed']);

    expect(await conversationsOf(victim.api)).toEqual([]);
    expect(await conversationsOf(stranger.api)).toEqual([]);
    const quarantines = [await quarantineOf(victim.api), await quarantineOf(stranger.api)];
    const expected = [{ reason: 'unknown-number', phoneNumberId: victim.meta.number.id }];
    expect(quarantines).toMatchObject([expected, expected]);
  });

  it("is in the quarantine of the address's owner only, when nobody has the number", async () => {
    const [owner, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    await owner.bridge.deliver(
      deliveryOf(owner.webhook, [changeFor({ phoneNumberId: '199999999999999' }, [received()])]),
    );
    expect(await quarantineOf(owner.api)).toMatchObject([
      { reason: 'unknown-number', phoneNumberId: '199999999999999', field: 'messages', detail: null },
    ]);
    expect(await quarantineOf(other.api)).toEqual([]);
  });

  it('is kept, and shown to nobody, when even the address belongs to no company', async () => {
    const company = await createIngestCompany(installation);
    const change = changeFor({ phoneNumberId: '199999999999998' }, [received()]);
    const nowhere = { webhookKey: 'f'.repeat(40), appFingerprint: 'e'.repeat(32) };
    expect(await company.bridge.deliver(deliveryOf(nowhere, [change]))).toEqual(['committed']);
    expect(await logRowsOf(installation, [change.key])).toMatchObject([{ state: 'quarantined' }]);
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('is found by the business account where it concerns no single number', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const notice = (businessAccountId: string, key: string) =>
      changeFor(null, [], { field: 'account_update', businessAccountId, key });
    const [own, foreign] = [
      notice(company.meta.waba.id, 'a'.repeat(24) + Date.now().toString(16).padStart(40, '0')),
      notice(other.meta.waba.id, 'b'.repeat(24) + Date.now().toString(16).padStart(40, '0')),
    ];
    await company.bridge.deliver(deliveryOf(company.webhook, [own, foreign]));
    expect(await logRowsOf(installation, [own.key])).toMatchObject([{ state: 'processed' }]);
    expect(await logRowsOf(installation, [foreign.key])).toMatchObject([{ state: 'quarantined' }]);
    expect(await quarantineOf(other.api)).toEqual([]);
  });

  it('is kept with the reason where it could not be understood, and what could be is not lost', async () => {
    const company = await createIngestCompany(installation);
    const change = changeFor(addressOf(company), [received({ text: 'sound' })], {
      problem: 'messages[1] cannot be understood',
    });
    expect(await company.bridge.deliver(deliveryOf(company.webhook, [change]))).toEqual(['committed']);
    expect(await quarantineOf(company.api)).toMatchObject([
      {
        reason: 'malformed',
        detail: 'messages[1] cannot be understood',
        phoneNumberId: company.meta.number.id,
      },
    ]);
    expect(await previewsOf(company)).toEqual(['sound']);
    await company.bridge.deliver(deliveryOf(company.webhook, [change]));
    expect(await quarantineOf(company.api)).toHaveLength(1);
  });

  it("is kept with its company when it breaks the processing, and holds up nobody's", async () => {
    const company = await createIngestCompany(installation);
    // No bridge sends such an event and no route takes one: only the log itself can hold it.
    const together = [
      [received({ text: 'before' })],
      [{ type: 'message.received' }],
      [received({ text: 'after' })],
    ];
    await installation
      .database()('whatsapp_inbound_events')
      .insert(
        together.map((events) => ({
          document_id: randomBytes(12).toString('hex'),
          key: randomBytes(32).toString('hex'),
          state: 'waiting',
          webhook_key: company.webhook.webhookKey,
          app_fingerprint: company.webhook.appFingerprint,
          phone_number_id: company.meta.number.id,
          payload: '{}',
          events: JSON.stringify(events),
          received_at: new Date(),
        })),
      );

    await eventually(async () => {
      expect(await quarantineOf(company.api)).toMatchObject([{ reason: 'failed' }]);
      expect(await previewsOf(company)).toEqual(['after', 'before']);
    });
  });

  it('is kept as it came when it is no webhook at all', async () => {
    const company = await createIngestCompany(installation);
    const raw = '{"object":"page"';
    const change = changeFor(null, [], { field: null, raw, problem: 'x'.repeat(10_000) });
    expect(await company.bridge.deliver(deliveryOf(company.webhook, [change]))).toEqual(['committed']);
    expect(await quarantineOf(company.api)).toMatchObject([
      { reason: 'malformed', detail: 'x'.repeat(2_000), field: null, phoneNumberId: null },
    ]);
    expect(await logRowsOf(installation, [change.key])).toMatchObject([{ payload: raw }]);
  });
});
