import { messagesValue, textMessage, webhookBody } from '../../test/support/fixtures';
import { commitAll, OTHER_APP_SECRET, VERIFY_TOKEN, WEBHOOK_KEY } from '../../test/fake/plugin-standin';
import { metaSignature, startRunningBridge, type RunningBridge } from '../../test/support/running-bridge';

const body = webhookBody(messagesValue([textMessage('wamid.1', { text: { body: 'Ünïcode 👍 @ /' } })]));

describe('webhooks', () => {
  let running: RunningBridge;

  beforeEach(async () => {
    running = await startRunningBridge();
  });
  afterEach(() => running.dispose());

  const allDeliveries = () => running.plugin.batches.flat();

  it('are answered with 200 once the plugin has committed them', async () => {
    expect((await running.webhook(body)).status).toBe(200);
    expect(allDeliveries()).toMatchObject([
      {
        webhookKey: WEBHOOK_KEY,
        appFingerprint: 'app-1',
        changes: [
          { field: 'messages', events: [{ messageId: 'wamid.1', content: { body: 'Ünïcode 👍 @ /' } }] },
        ],
      },
    ]);
  });

  it('are known by the app whose secret signed them', async () => {
    await running.webhook(body, { secret: OTHER_APP_SECRET });
    expect(allDeliveries()).toMatchObject([{ appFingerprint: 'app-2' }]);
  });

  it.each<[string, Record<string, string>]>([
    ['no signature', {}],
    ['a wrong one', { 'x-hub-signature-256': metaSignature(body, 'another') }],
    ['one of other bytes', { 'x-hub-signature-256': metaSignature('{}') }],
    ['only the old kind', { 'x-hub-signature': 'sha1=0000000000000000000000000000000000000000' }],
    ['rubbish', { 'x-hub-signature-256': 'rubbish' }],
  ])('with %s are refused with 401, and nothing goes on', async (_what, headers) => {
    expect((await running.webhook(body, { headers })).status).toBe(401);
    expect(allDeliveries()).toEqual([]);
  });

  it('to an address that does not exist are refused with 404', async () => {
    expect((await running.webhook(body, { key: 'nobody' })).status).toBe(404);
    expect(allDeliveries()).toEqual([]);
  });

  it.each(['text/plain', 'application/octet-stream', ';;;', 'application/json; charset=latin1'])(
    'are taken whatever content type they claim: %s',
    async (type) => {
      const headers = { 'content-type': type, 'x-hub-signature-256': metaSignature(body) };
      expect((await running.webhook(body, { headers })).status).toBe(200);
    },
  );

  it.each(['', 'not json', '{"entry":', '5'])(
    'that are signed but malformed are kept as a problem: %p',
    async (text) => {
      expect((await running.webhook(text)).status).toBe(200);
      expect(allDeliveries()).toMatchObject([{ changes: [{ field: null, raw: text, events: [] }] }]);
      expect(allDeliveries()[0]?.changes[0]?.problem).toBeTruthy();
    },
  );

  it('of a thousand updates are taken in one', async () => {
    const messages = Array.from({ length: 1_000 }, (_, index) => textMessage(`wamid.${index}`));
    expect((await running.webhook(webhookBody(messagesValue(messages)))).status).toBe(200);
    expect(allDeliveries()[0]?.changes[0]?.events).toHaveLength(1_000);
  });

  it('of three megabytes are taken, larger ones are not', async () => {
    const ofSize = (bytes: number) =>
      webhookBody(messagesValue([textMessage('wamid.1', { text: { body: 'x'.repeat(bytes) } })]));
    expect((await running.webhook(ofSize(3 * 1024 * 1024 - 1_000))).status).toBe(200);
    expect((await running.webhook(ofSize(3 * 1024 * 1024 + 100_000))).status).toBe(413);
    expect(allDeliveries()).toHaveLength(1);
  });

  it('that come together each get their own answer', async () => {
    const posts = Array.from({ length: 50 }, (_, index) =>
      running.webhook(webhookBody(messagesValue([textMessage(`wamid.${index}`)]))),
    );
    expect(new Set((await Promise.all(posts)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(allDeliveries().map(({ deliveryId }) => deliveryId)).size).toBe(50);
  });

  it.each<[string, Parameters<RunningBridge['plugin']['take']>[0]]>([
    ['answers 500', (_deliveries, reply) => reply.code(500).send()],
    ['answers 503', (_deliveries, reply) => reply.code(503).send()],
    ['answers 400', (_deliveries, reply) => reply.code(400).send()],
    ['breaks the connection off', (_deliveries, reply) => reply.raw.destroy()],
    ['answers rubbish', () => 'rubbish'],
    ['gives no receipt', () => ({ receipts: [] })],
    [
      'gives a receipt of another delivery',
      () => ({ receipts: [{ deliveryId: '0198b2b1-7a4e-7c3b-9a53-6d1c4b1f0e11', outcome: 'committed' }] }),
    ],
    [
      'says that it failed',
      (deliveries) => ({ receipts: deliveries.map(({ deliveryId }) => ({ deliveryId, outcome: 'failed' })) }),
    ],
  ])('are answered with 503 when the plugin %s', async (_what, take) => {
    running.plugin.take(take);
    expect((await running.webhook(body)).status).toBe(503);
  });

  it('are answered with 503 while the plugin is away', async () => {
    await running.plugin.close();
    expect((await running.webhook(body)).status).toBe(503);
  });

  it('have the same key when Meta sends them again', async () => {
    running.plugin.take((_deliveries, reply) => reply.code(503).send());
    await running.webhook(body);
    running.plugin.take(commitAll);
    await running.webhook(body);
    const [first, second] = allDeliveries();
    expect(second?.changes[0]?.key).toBe(first?.changes[0]?.key);
    expect(second?.deliveryId).not.toBe(first?.deliveryId);
  });

  it('leave neither their words nor their numbers in the log', async () => {
    await running.webhook(body);
    await running.webhook('15550100123 not json');
    expect(running.log()).not.toMatch(/Ünïcode|15550100123|not json|Ana Pérez/);
    expect(running.log()).toContain('deliveryId');
  });
});

describe('the handshake', () => {
  let running: RunningBridge;
  beforeAll(async () => {
    running = await startRunningBridge();
  });
  afterAll(() => running.dispose());

  const ask = (query: string, key = WEBHOOK_KEY) => fetch(`${running.url}/webhooks/cloud/${key}?${query}`);
  const good = `hub.mode=subscribe&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1158201444`;

  it('gives the challenge back as plain text', async () => {
    const response = await ask(good);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('1158201444');
  });

  it.each([
    ['a wrong token', good.replace(VERIFY_TOKEN, 'guess')],
    ['no token', good.replace(VERIFY_TOKEN, '')],
    ['another mode', good.replace('subscribe', 'unsubscribe')],
    ['no challenge', good.replace('1158201444', '')],
    ['two tokens', `${good}&hub.verify_token=${VERIFY_TOKEN}`],
    ['nothing at all', ''],
  ])('is refused with 403 for %s', async (_what, query) => {
    expect((await ask(query)).status).toBe(403);
  });

  it('is refused with 403 at an address that does not exist', async () => {
    expect((await ask(good, 'nobody')).status).toBe(403);
  });

  it('leaves no verify token in the log', async () => {
    await ask(good);
    expect(running.log()).not.toContain(VERIFY_TOKEN);
  });
});

describe('before the configuration is there', () => {
  it('everybody is asked to come again', async () => {
    const running = await startRunningBridge({ configure: (reply) => reply.code(503).send() });
    const answers = await Promise.all([
      running.webhook(body, { key: 'nobody' }),
      fetch(`${running.url}/webhooks/cloud/${WEBHOOK_KEY}?hub.mode=subscribe`),
    ]);
    await running.dispose();
    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  });
});
