import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { QuarantinedEvent } from '../../src/plugins/whatsapp/contracts/quarantine';
import { readData } from '../support/api-client';
import { connectChannel, createCompany, webhookAddressOf } from '../support/company';
import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { inRoot } from '../support/repository';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { conversationsOf, endScene, messagesOf, setScene } from './scene';
import type { Scene } from './scene';

const FIXTURES = inRoot('tests/fixtures/cloud-api');
const webhookFixtures = readdirSync(FIXTURES).filter((name) => /^wh\..*\.json$/.test(name));

const textFrom = (phoneNumberId: string, from: string, id: string, body: string) => ({
  id: '102290129340398',
  changes: [
    {
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15550109999', phone_number_id: phoneNumberId },
        contacts: [{ profile: { name: 'Ada Sample' }, wa_id: from }],
        messages: [{ from, id, timestamp: '1767225600', type: 'text', text: { body } }],
      },
    },
  ],
});

const webhookOf = (...entry: unknown[]) => ({ object: 'whatsapp_business_account', entry });

describe.each<DatabaseKind>(['sqlite', 'postgres'])('webhooks on %s', (database) => {
  let stack: Stack;
  let scene: Scene;

  beforeAll(async () => {
    stack = await startStack({ database });
    scene = await setScene(stack);
  });
  afterAll(() => endScene(stack));

  /** Posts as Meta does, and waits until what was acknowledged is processed. */
  const post = async (webhook: Parameters<Stack['graph']['webhooks']['post']>[0]) => {
    const answer = await stack.graph.webhooks.post(webhook);
    await untilProcessed(stack);
    return answer;
  };
  const quarantineOf = async ({ company }: Scene) =>
    readData(z.array(QuarantinedEvent), await company.api.get('/whatsapp/quarantine'));

  it('keeps one message when the same webhook comes 50 times at once', async () => {
    const body = webhookOf(textFrom(scene.meta.number.id, '15550100100', 'wamid.fifty', 'Once'));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post({ appId: scene.meta.app.id, body })),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [chat] = await conversationsOf(scene);
    expect(chat).toMatchObject({ chatId: '15550100100', unreadCount: 1 });
    expect(await messagesOf(scene, chat?.id ?? '')).toHaveLength(1);
  });

  it('makes one conversation of ten first messages at once', async () => {
    const bodies = Array.from({ length: 10 }, (_, n) =>
      webhookOf(textFrom(scene.meta.number.id, '15550100101', `wamid.ten.${n}`, `Part ${n}`)),
    );
    await Promise.all(bodies.map((body) => post({ appId: scene.meta.app.id, body })));

    const chats = (await conversationsOf(scene)).filter(({ chatId }) => chatId === '15550100101');
    expect(chats).toHaveLength(1);
    expect(await messagesOf(scene, chats[0]?.id ?? '')).toHaveLength(10);
  });

  it('puts three entries of two companies of one Meta app where each belongs', async () => {
    const { graph } = stack;
    const first = await setScene(stack);
    const waba = graph.registry.addWaba({ name: 'Second account', subscribedApps: [first.meta.app.id] });
    const number = graph.registry.addNumber({ wabaId: waba.id, display: '+1 555 010 7777' });
    const token = graph.registry.addToken({
      appId: first.meta.app.id,
      wabaIds: [waba.id],
    });
    const second = await createCompany(stack);
    await connectChannel(second, { ...first.meta, waba, number, token });

    const answer = await post({
      appId: first.meta.app.id,
      body: webhookOf(
        textFrom(first.meta.number.id, '15550100111', 'wamid.a1', 'To the first'),
        textFrom(number.id, '15550100112', 'wamid.b1', 'To the second'),
        textFrom(first.meta.number.id, '15550100113', 'wamid.a2', 'To the first, too'),
      ),
    });

    expect(answer.status).toBe(200);
    const chatsOf = async (api: Scene['api']) =>
      (await conversationsOf({ api })).map(({ chatId }) => chatId).sort();
    expect(await chatsOf(first.api)).toEqual(['15550100111', '15550100113']);
    expect(await chatsOf(second.agent.client)).toEqual(['15550100112']);
  });

  it.each([
    ['no signature', 'missing' as const],
    ["another app's signature", 'wrong' as const],
    ['a signature that is none', { header: 'sha256=abc' }],
  ])('refuses %s with 401 and keeps nothing', async (_name, signature) => {
    const body = webhookOf(textFrom(scene.meta.number.id, '15550100120', 'wamid.forged', 'Forged'));
    const answer = await post({ appId: scene.meta.app.id, body, signature });

    expect(answer.status).toBe(401);
    expect((await conversationsOf(scene)).map(({ chatId }) => chatId)).not.toContain('15550100120');
  });

  it.each([
    ['no JSON', 'this is {not json'],
    ['an empty body', ''],
    ['a list', '[1,2,3]'],
    ['entries of the wrong kind', '{"object":"whatsapp_business_account","entry":"none"}'],
    [
      'changes without a value',
      '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages"}]}]}',
    ],
  ])('keeps %s, properly signed, in quarantine', async (_name, body) => {
    const before = (await quarantineOf(scene)).length;
    const answer = await post({ appId: scene.meta.app.id, body });

    expect(answer.status).toBe(200);
    const [newest, ...others] = await quarantineOf(scene);
    expect(newest).toMatchObject({ reason: expect.stringMatching(/malformed|unknown-number/) as string });
    expect(others).toHaveLength(before);
  });

  it('keeps what is for an unknown number until the number is connected', async () => {
    const { graph } = stack;
    const stranger = graph.registry.addNumber({ wabaId: scene.meta.waba.id, display: '+1 555 010 8888' });
    const body = webhookOf(textFrom(stranger.id, '15550100130', 'wamid.early', 'Too early'));
    expect((await post({ appId: scene.meta.app.id, body })).status).toBe(200);
    expect(await quarantineOf(scene)).toContainEqual(
      expect.objectContaining({ reason: 'unknown-number', phoneNumberId: stranger.id }),
    );

    await connectChannel(scene.company, { ...scene.meta, number: stranger }, 'Second number');

    await eventually(async () => {
      const chat = (await conversationsOf(scene)).find(({ chatId }) => chatId === '15550100130');
      expect(chat).toMatchObject({
        lastMessage: { preview: 'Too early' },
        channel: { name: 'Second number' },
      });
      expect((await quarantineOf(scene)).map(({ phoneNumberId }) => phoneNumberId)).not.toContain(
        stranger.id,
      );
    });
  });

  it('answers the handshake only to the right token', async () => {
    const { url, verifyToken } = await webhookAddressOf(scene.company);
    const ask = (token: string) =>
      fetch(
        `${url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(token)}`,
      );

    const right = await ask(verifyToken);
    expect([right.status, await right.text()]).toEqual([200, '1158201444']);
    expect((await ask('guess')).status).toBe(403);
  });

  it('stores each message once when Meta repeats, shuffles and bundles', async () => {
    const { graph } = stack;
    const own = await setScene(stack);
    graph.configure({ webhooks: { duplicate: 0.5, shuffle: true, gatherMs: 20 } });
    const messages = Array.from({ length: 200 }, (_, n) => ({
      phoneNumberId: own.meta.number.id,
      from: `1555010${String(2000 + (n % 20))}`,
      text: `No. ${n}`,
      at: new Date(Date.UTC(2026, 0, 1, 10, 0, n)).toISOString(),
    }));
    for (const message of messages) graph.customers.write(message);
    await graph.drain(90_000);
    await untilProcessed(stack);
    graph.configure({ webhooks: { duplicate: 0, shuffle: false, gatherMs: 2 } });

    const chats = await conversationsOf(own);
    expect(chats).toHaveLength(20);
    for (const chat of chats) {
      const texts = (await messagesOf(own, chat.id)).map(({ content }) =>
        content.type === 'text' ? content.body : '',
      );
      const customer = Number(chat.chatId.slice(-4)) - 2000;
      expect(texts).toEqual(Array.from({ length: 10 }, (_, n) => `No. ${n * 20 + customer}`));
    }
  });

  it('loses none of the 96 documented webhooks', async () => {
    const logged = async () =>
      Number((await stack.database()('whatsapp_inbound_events').count({ n: '*' }))[0]?.n);
    const before = await logged();
    const sent = new Set<string>();

    for (const name of webhookFixtures) {
      const text = readFileSync(`${FIXTURES}/${name}`, 'utf8');
      const { entry } = JSON.parse(text) as { entry: { id: string; time?: number; changes: unknown[] }[] };
      for (const { id, time, changes } of entry) {
        for (const change of changes) sent.add(JSON.stringify([id, time, change]));
      }
      const answer = await post({
        appId: scene.meta.app.id,
        body: JSON.parse(text) as unknown,
      });
      expect([name, answer.status]).toEqual([name, 200]);
    }

    expect(webhookFixtures).toHaveLength(96);
    expect((await logged()) - before).toBe(sent.size);
  });
});
