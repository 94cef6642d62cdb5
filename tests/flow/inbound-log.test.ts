import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { auditOf } from '../support/audit-log';
import { received } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { bodyOf, decide, deliverUnread, metaChange, metaText, pageOf } from '../support/quarantine';
import { runReplay, runTask } from '../support/replay-command';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { readRows } from '../support/stored-rows';
import type { DatabaseKind } from '../support/test-database';
import { endScene } from './scene';

const Listed = z.object({
  data: z.array(
    z.object({ id: z.string(), reason: z.string(), company: z.object({ id: z.string(), name: z.string() }) }),
  ),
});

const LogText = z.object({
  payload: z.string(),
  events: z.unknown(),
  detail: z.string().nullable(),
});

const previewsOf = async ({ api }: IngestCompany): Promise<(string | null | undefined)[]> =>
  (await conversationsOf(api)).map(({ lastMessage }) => lastMessage?.preview).sort();
const shows = (company: IngestCompany, ...texts: string[]): Promise<void> =>
  eventually(async () => expect(await previewsOf(company)).toEqual(texts));

/** As Strapi encrypts: written here a second time. */
const sealed = (encryptionKey: string, text: string): string => {
  const iv = randomBytes(16);
  const key = createHash('sha256').update(encryptionKey).digest();
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `sealed:v1:${iv.toString('hex')}:${hidden.toString('hex')}:${cipher.getAuthTag().toString('hex')}`;
};

// What is sealed does not depend on the database, how it is claimed does: tests/api tries both without a seal.
describe.each<DatabaseKind>(['postgres'])('an encrypted inbound log on %s', (database) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ database, env: { WHATSAPP_INBOUND_LOG_ENCRYPTED: 'true' } });
  });
  afterAll(() => endScene(stack));

  const logOf = async ({ webhook }: IngestCompany) =>
    readRows(
      LogText,
      stack
        .database()('whatsapp_inbound_events')
        .where({ webhook_key: webhook.webhookKey })
        .select('payload', 'events', 'detail'),
    );

  it('holds no word of a customer, whether it was processed, waits or failed', async () => {
    const company = await createIngestCompany(stack);
    await company.receive(received({ text: 'a secret word' }));
    await deliverUnread(company, JSON.stringify(metaChange(company, metaText('a secret word'))));
    const unplaced = metaChange(
      { meta: { ...company.meta, number: { ...company.meta.number, id: '900000000000123' } } },
      metaText('a secret word'),
    );
    await deliverUnread(company, JSON.stringify(unplaced));
    await decide(company.api, 'replay', { reason: 'malformed' });
    await eventually(async () =>
      expect((await pageOf(company.api)).meta.counts).toEqual({
        'unknown-number': 1,
        malformed: 0,
        failed: 0,
      }),
    );
    const log = await logOf(company);
    expect(log).toHaveLength(3);
    expect(JSON.stringify(log)).not.toMatch(/secret word/);
    expect(await previewsOf(company)).toEqual(['a secret word', 'a secret word']);
  });

  it('shows and replays what it holds', async () => {
    const company = await createIngestCompany(stack);
    const raw = JSON.stringify(metaChange(company, metaText('From behind the seal')));
    await deliverUnread(company, raw);
    const [line] = (await pageOf(company.api)).data;
    expect(line?.sizeBytes).toBe(raw.length);
    expect(await bodyOf(company.api, line?.id ?? '')).toBe(raw);
    await decide(company.api, 'replay', { ids: [line?.id ?? ''] });
    await shows(company, 'From behind the seal');
  });

  it('reads lines of before it was switched on, beside its own', async () => {
    const company = await createIngestCompany(stack);
    const raws = ['In the clear', 'Sealed'].map((text) =>
      JSON.stringify(metaChange(company, metaText(text))),
    );
    await deliverUnread(company, ...raws);
    const [plain = ''] = raws;
    const { data } = await pageOf(company.api);
    const bodies = await Promise.all(data.map(({ id }) => bodyOf(company.api, id)));
    const id = data[bodies.indexOf(plain)]?.id ?? '';
    await stack
      .database()('whatsapp_inbound_events')
      .where({ document_id: id })
      .update({ payload: plain, events: JSON.stringify([]) });
    expect(await bodyOf(company.api, id)).toBe(plain);
    await decide(company.api, 'replay', { reason: 'malformed' });
    await shows(company, 'In the clear', 'Sealed');
  });

  it('leaves for a person to see what another key has encrypted, and goes on with the rest', async () => {
    const company = await createIngestCompany(stack);
    const raws = ['Lost', 'Sound'].map((text) => JSON.stringify(metaChange(company, metaText(text))));
    await deliverUnread(company, ...raws);
    const [line] = (await pageOf(company.api)).data;
    const body = await bodyOf(company.api, line?.id ?? '');
    await stack
      .database()('whatsapp_inbound_events')
      .where({ document_id: line?.id })
      .update({ payload: sealed('another key', body) });
    await decide(company.api, 'replay', { reason: 'malformed' });
    await eventually(async () => {
      expect(await previewsOf(company)).toHaveLength(1);
      expect((await pageOf(company.api)).data).toMatchObject([{ id: line?.id, state: 'quarantined' }]);
    });
  });
});

describe('an inbound log in the clear', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ database: 'sqlite', env: { WHATSAPP_INBOUND_LOG_DAYS: '3' } });
  });
  afterAll(() => endScene(stack));

  it('reads lines of when it was encrypted', async () => {
    const company = await createIngestCompany(stack);
    const raw = JSON.stringify(metaChange(company, metaText('Switched off')));
    await deliverUnread(company, raw);
    const [line] = (await pageOf(company.api)).data;
    const key = stack.env.ENCRYPTION_KEY ?? '';
    const table = () => stack.database()('whatsapp_inbound_events').where({ document_id: line?.id });
    await table().update({ payload: sealed(key, raw) });
    expect(await bodyOf(company.api, line?.id ?? '')).toBe(raw);
    const event = { ...received({ text: 'Switched off' }), from: { waId: '15550109999' } };
    await table().update({
      state: 'waiting',
      detail: null,
      phone_number_id: company.meta.number.id,
      events: JSON.stringify({ sealed: sealed(key, JSON.stringify([event])) }),
    });
    await shows(company, 'Switched off');
  });

  it('forgets what was processed or dismissed after its days, and nothing that waits for a decision', async () => {
    const company = await createIngestCompany(stack);
    await company.receive(received({ text: 'old' }));
    await company.receive(received({ text: 'new' }));
    await deliverUnread(company, '{"kept":1}', '{"dismissed":1}');
    const table = () =>
      stack.database()('whatsapp_inbound_events').where({ webhook_key: company.webhook.webhookKey });
    const { data } = await pageOf(company.api);
    const bodies = await Promise.all(data.map(({ id }) => bodyOf(company.api, id)));
    const dismissed = data[bodies.indexOf('{"dismissed":1}')]?.id ?? '';
    await decide(company.api, 'dismiss', { ids: [dismissed] });
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await table().update({ received_at: daysAgo(3.1) });
    await table()
      .where('payload', 'like', '%new%')
      .update({ received_at: daysAgo(2.9) });

    expect(await runTask(stack, 'whatsappPruneLog')).toMatchObject({ code: 0 });
    const left = await readRows(LogText, table().orderBy('id').select('payload', 'events', 'detail'));
    expect(left.map(({ payload }) => payload)).toEqual([expect.stringContaining('"new"'), '{"kept":1}']);
  });

  describe('by the command line', () => {
    it('is listed and replayed beside the running server', async () => {
      const company = await createIngestCompany(stack);
      await deliverUnread(
        company,
        JSON.stringify(metaChange(company, metaText('By command'))),
        JSON.stringify({ strange: true }),
      );
      const listed = await runReplay(
        stack,
        '--list',
        '--reason',
        'malformed',
        '--company',
        company.tenant.name,
        '--json',
      );
      expect(listed).toMatchObject({ code: 0 });
      const { data } = Listed.parse(JSON.parse(listed.out));
      expect(data).toMatchObject([{ company: company.tenant }, { company: company.tenant }]);

      const ids = data.flatMap(({ id }) => ['--id', id]);
      const replayed = await runReplay(stack, ...ids, '--json');
      expect(JSON.parse(replayed.out)).toEqual({ data: { replayed: 2 } });
      await shows(company, 'By command');
      expect((await auditOf(company.api))[0]).toMatchObject({
        action: 'inbound.replayed',
        actor: { kind: 'system' },
        details: { count: '2' },
      });

      await eventually(async () => expect((await pageOf(company.api)).meta.counts.malformed).toBe(1));
      const dismissed = await runReplay(
        stack,
        '--dismiss',
        '--reason',
        'malformed',
        '--all',
        '--company',
        company.tenant.id,
      );
      expect(dismissed).toMatchObject({ code: 0, out: '1 line dismissed.\n' });
      expect((await pageOf(company.api)).data).toEqual([]);
      const again = await runReplay(stack, '--list', '--company', company.tenant.id);
      expect(again).toMatchObject({ code: 0, out: 'Nothing lies in quarantine.\n' });
    });

    it.each([
      [['--id', 'abcdefghijklmnopqrstuvwx'], /not in the quarantine/],
      [['--reason', 'malformed'], /add --all/],
      [['--reason', 'mood', '--all'], /no reason/],
      [['--list', '--company', 'Nobody & Sons'], /no such company/],
    ])('refuses %j', async (args, why) => {
      const { code, out, errors } = await runReplay(stack, ...args);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(errors).toMatch(why);
    });

    it('is decided while no server runs, and replayed by the next one', async () => {
      const company = await createIngestCompany(stack);
      await deliverUnread(company, JSON.stringify(metaChange(company, metaText('By the next one'))));
      const [line] = (await pageOf(company.api)).data;
      await stack.bridge.stop();
      await stack.strapi.stop();
      const { code, out } = await runReplay(stack, '--id', line?.id ?? '');
      expect({ code, out }).toEqual({
        code: 0,
        out: '1 line will be replayed by the server, or when it is started.\n',
      });
      await stack.strapi.start();
      expect((await pageOf(company.api)).data).toMatchObject([{ id: line?.id, state: 'replaying' }]);
      await stack.bridge.start();
      await shows(company, 'By the next one');
    });
  });
});
