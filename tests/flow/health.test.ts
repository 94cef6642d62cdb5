import type { Knex } from 'knex';
import { Health } from '../../src/plugins/whatsapp/contracts/health';
import { createApiClient } from '../support/api-client';
import { eventually } from '../support/eventually';
import { readLogs } from '../support/process-logs';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { readRow, WithId } from '../support/stored-rows';
import { conversationsOf, endScene, say, setScene, startChat, untilStatus } from './scene';
import type { Scene } from './scene';

const WEBHOOK_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SEND_TRACE = '5bf92f3577b34da6a3ce929d0e0e4736';
const parentOf = (trace: string): string => `00-${trace}-00f067aa0ba902b7-01`;

/** What stops is known within half a minute; on a busy machine the answer itself takes its time. */
const RED_WITHIN = { deadlineMs: 40_000, pollMs: 500 };
const GREEN_WITHIN = { deadlineMs: 60_000, pollMs: 500 };
const TIMEOUT_MS = 240_000;

const ALARM = (part: string): RegExp => new RegExp(`error.*Health alarm: .*part=${part}`);
const ALL_CLEAR = (part: string): RegExp => new RegExp(`error.*Health alarm is over part=${part}`);

describe('the health', () => {
  let stack: Stack;
  let scene: Scene;

  beforeAll(async () => {
    stack = await startStack({
      database: 'postgres',
      env: { LOG_LEVEL: 'debug', WHATSAPP_LOG_LEVEL: 'debug', WHATSAPP_METRICS_TOKEN: '' },
    });
    scene = await setScene(stack);
  });
  afterAll(() => endScene(stack));

  const isRed = (part: 'outbox' | 'ingest' | 'bridge') => async () => {
    const open = await createApiClient(stack.strapiUrl).get('/api/whatsapp/health');
    expect([open.status, open.body]).toEqual([503, { status: 'down' }]);
    const { body } = await stack.superAdmin.client.get('/whatsapp/health');
    expect(Health.parse(body).parts?.[part]).toMatchObject({ status: 'down' });
  };
  const isGreen = async () => {
    const { status, body } = await stack.superAdmin.client.get('/whatsapp/health');
    expect([status, Health.parse(body)]).toMatchObject([200, { status: 'ok' }]);
  };
  /** Holds these rows until `letGo`, as a transaction does that never ends. */
  const hold = async (rows: (trx: Knex.Transaction) => Knex.QueryBuilder) => {
    const trx = await stack.database().transaction();
    await rows(trx).forUpdate().select('id');
    return { letGo: () => trx.rollback() };
  };
  const logged = (what: RegExp) =>
    readLogs(stack)
      .split('\n')
      .filter((line) => what.test(line));

  it('is green while all moves, and there are no metrics without a token', async () => {
    await eventually(isGreen, GREEN_WITHIN);
    const { strapiUrl } = stack;
    const [metrics, nothing] = await Promise.all(
      ['metrics', 'nothing-here'].map((name) =>
        createApiClient(strapiUrl, 'any').get(`/api/whatsapp/${name}`),
      ),
    );
    expect([metrics?.status, metrics?.body]).toEqual([nothing?.status, nothing?.body]);
    expect(metrics?.status).toBe(404);
  });

  it('follows a webhook by its trace to its commit, and an answer to WhatsApp', async () => {
    const from = '15550107000';
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550109999', phone_number_id: scene.meta.number.id },
      contacts: [{ profile: { name: 'Ada Sample' }, wa_id: from }],
      messages: [
        { from, id: 'wamid.traced', timestamp: '1767225600', type: 'text', text: { body: 'Secret words' } },
      ],
    };
    await stack.graph.webhooks.post({
      appId: scene.meta.app.id,
      body: {
        object: 'whatsapp_business_account',
        entry: [{ id: scene.meta.waba.id, changes: [{ field: 'messages', value }] }],
      },
      headers: { traceparent: parentOf(WEBHOOK_TRACE) },
    });
    const chat = await startChat(stack, scene, '15550107001');
    const api = scene.api.with({ traceparent: parentOf(SEND_TRACE) });
    const { id } = await say({ api }, chat.id, 'More secret words');
    await untilStatus(scene, chat.id, id, 'read');

    expect((await conversationsOf(scene)).map(({ chatId }) => chatId)).toContain(from);
    await eventually(() => {
      expect(logged(/Webhook outcome=committed/).join()).toContain(`trace=${WEBHOOK_TRACE}`);
      expect(logged(/Webhook processed/).join()).toContain(`trace=${WEBHOOK_TRACE}`);
      expect(logged(/A webhook was taken in/).join()).toContain(WEBHOOK_TRACE);
      expect(logged(/Message accepted/).join()).toContain(`trace=${SEND_TRACE}`);
      expect(logged(/A message was sent/).join()).toContain(SEND_TRACE);
      expect(logged(/Send outcome=accepted/).join()).toContain(`trace=${SEND_TRACE}`);
    });
    expect(logged(/ecret words/)).toEqual([]);
  });

  it(
    'is red within half a minute when webhooks wait and nothing processes them, and green again',
    async () => {
      await eventually(isGreen, GREEN_WITHIN);
      // Whatever changes the company waits for this row.
      const company = await hold((trx) =>
        trx('whatsapp_tenants').where({ document_id: scene.company.tenant.id }),
      );
      stack.graph.customers.write({
        phoneNumberId: scene.meta.number.id,
        from: '15550107002',
        text: 'Hello?',
      });
      await eventually(isRed('ingest'), RED_WITHIN);
      await eventually(() => expect(logged(ALARM('ingest'))).toHaveLength(1), RED_WITHIN);
      await company.letGo();
      await eventually(isGreen, GREEN_WITHIN);
      expect((await conversationsOf(scene)).map(({ chatId }) => chatId)).toContain('15550107002');
      await eventually(() => expect(logged(ALL_CLEAR('ingest'))).toHaveLength(1), GREEN_WITHIN);
      expect(logged(ALARM('ingest'))).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'is red while the bridge is away',
    async () => {
      const chat = await startChat(stack, scene, '15550107003');
      await eventually(isGreen, GREEN_WITHIN);
      await stack.bridge.stop();
      const message = await say(scene, chat.id, 'Are you there?');
      await eventually(isRed('bridge'), RED_WITHIN);
      await stack.bridge.start();
      await untilStatus(scene, chat.id, message.id, 'read');
      await eventually(isGreen, GREEN_WITHIN);
    },
    TIMEOUT_MS,
  );

  it(
    'is red while a message is due that nobody sends, whatever else waits on purpose',
    async () => {
      const [patient, stuck] = [
        await startChat(stack, scene, '15550107004'),
        await startChat(stack, scene, '15550107005'),
      ];
      await stack.bridge.stop();
      const later = await say(scene, patient.id, 'This waits for an hour');
      const behind = await say(scene, patient.id, 'And this behind it');
      const due = await say(scene, stuck.id, 'This could go');
      const rowOf = (id: string) => stack.database()('whatsapp_messages').where({ document_id: id });
      const postpone = (id: string, ms: number) => async () =>
        expect(
          await rowOf(id)
            .where({ status: 'queued' })
            .update({ due_at: new Date(Date.now() + ms) }),
        ).toBe(1);
      await eventually(postpone(later.id, 3_600_000));
      const { id } = await readRow(WithId, rowOf(due.id).first('id'));
      const held = await eventually(() => hold((trx) => trx('whatsapp_messages').where({ id })));
      await stack.bridge.start();
      await eventually(isRed('outbox'), { ...RED_WITHIN, deadlineMs: 60_000 });

      await held.letGo();
      await untilStatus(scene, stuck.id, due.id, 'read');
      // By now the one behind is due for half a minute, too.
      await eventually(isGreen, GREEN_WITHIN);
      await postpone(later.id, 0)();
      await untilStatus(scene, patient.id, later.id, 'read');
      await untilStatus(scene, patient.id, behind.id, 'read');
    },
    TIMEOUT_MS,
  );
});
