import { SIGNATURE_MAX_AGE_MS } from '../../src/plugins/whatsapp/contracts/signature';
import { received, receiptIdsOf } from '../support/bridge-sender';
import type { SignedPost } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { logRowsOf } from '../support/inbound-log';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { readError } from '../support/api-error';

const PATH = '/api/whatsapp/bridge/deliveries';
type Forgery = Partial<SignedPost & { method: string }> | null;

onEachDatabase('a delivery', (installation) => {
  it.each<[string, Forgery]>([
    ['without a signature', null],
    ['signed with another secret', { secret: 'x'.repeat(64) }],
    ['signed with no secret', { secret: '' }],
    ['signed six minutes ago', { at: Date.now() - SIGNATURE_MAX_AGE_MS - 60_000 }],
    ['signed for in six minutes', { at: Date.now() + SIGNATURE_MAX_AGE_MS + 60_000 }],
    ['signed for another path', { path: `${PATH}?x=1` }],
    ['signed for another method', { method: 'PUT' }],
    ['signed for another body', { body: Buffer.from('{}') }],
  ])('%s is refused with 401, and nothing of it is stored', async (_name, forgery) => {
    const company = await createIngestCompany(installation);
    const delivery = company.delivery(received());
    const reply = await company.bridge.postForged([delivery], forgery);
    expect(reply.status).toBe(401);
    expect(JSON.stringify(reply.body)).not.toContain(delivery.deliveryId);
    expect(await conversationsOf(company.api)).toEqual([]);
    expect(
      await logRowsOf(
        installation,
        delivery.changes.map(({ key }) => key),
      ),
    ).toEqual([]);
  });

  it('signed four minutes ago is still good', async () => {
    const company = await createIngestCompany(installation);
    const reply = await company.bridge.postForged([company.delivery(received())], {
      at: Date.now() - SIGNATURE_MAX_AGE_MS + 60_000,
    });
    expect(reply.status).toBe(200);
    await eventually(async () => expect(await conversationsOf(company.api)).toHaveLength(1));
  });

  it('has its receipt under its own id, in a batch of several', async () => {
    const company = await createIngestCompany(installation);
    const batch = [company.delivery(received()), company.delivery(received()), company.delivery()];
    const reply = await company.bridge.postBytes(
      'deliveries',
      Buffer.from(JSON.stringify({ deliveries: batch })),
    );
    expect(receiptIdsOf(reply).sort()).toEqual(batch.map(({ deliveryId }) => deliveryId).sort());
  });

  it('that breaks the contract is refused with 400 and the path, and takes no neighbour along', async () => {
    const company = await createIngestCompany(installation);
    const good = company.delivery(received());
    const bad = {
      ...good,
      changes: [{ ...good.changes[0], key: 'short', events: [{ type: 'message.sung' }] }],
    };
    const post = (value: unknown) =>
      company.bridge.postBytes('deliveries', Buffer.from(JSON.stringify(value)));
    const replies = [
      await post({ deliveries: [bad] }),
      await post({ deliveries: [] }),
      await post([]),
      await company.bridge.postBytes('deliveries', Buffer.from('{"deliveries":')),
      await company.bridge.postBytes('deliveries', Buffer.from([0xff, 0x00, 0xfe])),
      await company.bridge.postBytes('deliveries', Buffer.alloc(0)),
    ];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 400));
    expect(replies.slice(0, 3).map((reply) => readError(reply).fields?.map(({ path }) => path))).toEqual([
      expect.arrayContaining(['deliveries.0.changes.0.key', 'deliveries.0.changes.0.events.0.type']),
      ['deliveries'],
      [''],
    ]);
    expect(await company.bridge.deliver(good)).toEqual(['committed']);
  });

  it('of the largest size that Meta sends is taken', async () => {
    const company = await createIngestCompany(installation);
    const padding = 'é'.repeat(3_000);
    const events = Array.from({ length: 1_000 }, (_, index) => received({ text: `${index} ${padding}` }));
    await company.receive(...events);
    expect((await company.bridge.get('health')).body).toEqual({ ok: true });
  });

  it('may ask for our health with its signature only', async () => {
    const company = await createIngestCompany(installation);
    expect(await company.bridge.get('health')).toMatchObject({ status: 200, body: { ok: true } });
    expect((await company.bridge.getUnsigned('health')).status).toBe(401);
  });
});
