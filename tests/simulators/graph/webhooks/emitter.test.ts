import { startReceiver } from '../testing/receiver';
import { CUSTOMER, setStage } from '../testing/stage';
import type { Stage } from '../testing/stage';
import { until } from '../testing/until';
import { signBody } from './encode';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

const write = (text: string, more = {}) =>
  stage.simulator.customers.write({ phoneNumberId: stage.number.id, from: CUSTOMER, text, ...more });
const writeMany = (count: number) =>
  stage.simulator.customers.writeTogether(
    Array.from({ length: count }, (_, index) => ({
      phoneNumberId: stage.number.id,
      from: CUSTOMER,
      text: `n ${index}`,
    })),
  );
const texts = (): unknown[] =>
  stage.receiver.messages().map((message) => (message['text'] as { body: string }).body);
const sizes = (): number[] =>
  stage.receiver.posts.map(
    ({ payload }) =>
      payload.entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.messages ?? [])).length,
  );

describe('a webhook', () => {
  it('is signed over its bytes, which are ASCII with escaped slashes', async () => {
    write('¿Qué tal? 👍 https://example.com/é');
    await stage.simulator.drain();
    const [post] = stage.receiver.posts;
    expect(post?.headers['x-hub-signature-256']).toBe(
      signBody(post?.body ?? Buffer.alloc(0), stage.app.secret),
    );
    expect(post?.headers['content-type']).toBe('application/json');
    const body = post?.body.toString('latin1') ?? '';
    expect(body).toContain('\\u00bfQu\\u00e9 tal? \\ud83d\\udc4d https:\\/\\/example.com\\/\\u00e9');
  });

  it('can have the escaping of the older text', async () => {
    stage.simulator.configure({ webhooks: { escaping: 'full' } });
    write('<a@b> 5%');
    await stage.simulator.drain();
    expect(stage.receiver.posts[0]?.body.toString('latin1')).toContain('\\u003Ca\\u0040b> 5\\u0025');
  });

  it('has the envelope of Meta', async () => {
    const { id } = write('Hello', { at: '2026-05-01T10:00:00.000Z' });
    await stage.simulator.drain();
    expect(stage.receiver.posts[0]?.payload).toEqual({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: stage.waba.id,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550100100', phone_number_id: stage.number.id },
                contacts: [
                  { profile: { name: 'Ana Ribalta' }, wa_id: CUSTOMER, user_id: stage.person.bsuid },
                ],
                messages: [
                  {
                    from: CUSTOMER,
                    from_user_id: stage.person.bsuid,
                    id,
                    timestamp: '1777629600',
                    type: 'text',
                    text: { body: 'Hello' },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
  });

  it('quotes a message of the company in its name, one of the customer in theirs', async () => {
    const { id } = write('First');
    write('Second', { quotedMessageId: id });
    write('Third', { quotedMessageId: 'wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI' });
    await stage.simulator.drain();
    const contexts = stage.receiver.messages().map((message) => message['context']);
    expect(contexts).toEqual([
      undefined,
      { from: CUSTOMER, id },
      { from: '15550100100', id: expect.any(String) as string },
    ]);
  });

  it('names no number for somebody who hides it', async () => {
    stage.simulator.registry.addPerson({ ...stage.person, hidesNumber: true, username: 'ana' });
    write('Hello');
    await stage.simulator.drain();
    expect(stage.receiver.messages()[0]).not.toHaveProperty('from');
    expect(stage.receiver.changes()[0]?.value.contacts).toEqual([
      { profile: { name: 'Ana Ribalta', username: 'ana' }, user_id: stage.person.bsuid },
    ]);
  });

  it('carries any content that a test gives', async () => {
    write('', {
      text: undefined,
      message: { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } },
    });
    await stage.simulator.drain();
    expect(stage.receiver.messages()[0]).toMatchObject({ type: 'reaction', reaction: { emoji: '👍' } });
  });
});

describe('batches', () => {
  it('are one POST for up to 1,000 updates, and no more', async () => {
    writeMany(1001);
    await stage.simulator.drain();
    expect(sizes().sort((a, b) => b - a)).toEqual([1000, 1]);
  });

  it('are as small as they are told to be', async () => {
    stage.simulator.configure({ webhooks: { maxUpdates: 4 } });
    writeMany(10);
    await stage.simulator.drain();
    expect(sizes().sort()).toEqual([2, 4, 4]);
  });

  it('stay below the limit in bytes', async () => {
    stage.simulator.configure({ webhooks: { maxBytes: 4000 } });
    writeMany(100);
    await stage.simulator.drain();
    expect(stage.receiver.posts.every(({ body }) => body.length <= 4000)).toBe(true);
    expect(new Set(texts()).size).toBe(100);
  });

  it('gather what comes together', async () => {
    stage.simulator.configure({ webhooks: { gatherMs: 20 } });
    ['a', 'b', 'c'].forEach((text) => write(text));
    await stage.simulator.drain();
    expect(sizes()).toEqual([3]);
    expect(stage.receiver.changes()[0]?.value.contacts).toHaveLength(1);
  });

  it('have an entry per account and a change per number', async () => {
    const { registry, customers } = stage.simulator;
    const waba = registry.addWaba({ subscribedApps: [stage.app.id] });
    const numbers = [
      stage.number,
      registry.addNumber({ wabaId: stage.waba.id }),
      registry.addNumber({ wabaId: waba.id }),
    ];
    customers.writeTogether(numbers.map(({ id }) => ({ phoneNumberId: id, from: CUSTOMER, text: 'Hi' })));
    await stage.simulator.drain();
    const [post] = stage.receiver.posts;
    expect(post?.payload.entry.map(({ id, changes }) => [id, changes.length])).toEqual([
      [stage.waba.id, 2],
      [waba.id, 1],
    ]);
  });

  it('keep to the number of POSTs in flight', async () => {
    stage.simulator.configure({ webhooks: { maxUpdates: 1, concurrency: 3, timeoutMs: 300 } });
    stage.receiver.answerWith((index) => (index < 3 ? null : 200));
    const before = stage.simulator.webhooks.counters().attempts;
    writeMany(5);
    expect(stage.simulator.webhooks.counters()).toMatchObject({ attempts: before + 3, pending: 5 });
    await until('three POSTs have arrived', () => stage.receiver.posts.length >= 3);
    await stage.simulator.drain();
    expect(new Set(texts()).size).toBe(5);
  });
});

describe('disorder', () => {
  it('sends a webhook twice', async () => {
    stage.simulator.configure({ webhooks: { duplicate: 1 } });
    write('Once');
    await stage.simulator.drain();
    expect(texts()).toEqual(['Once', 'Once']);
    expect(stage.receiver.posts[0]?.body.equals(stage.receiver.posts[1]?.body ?? Buffer.alloc(0))).toBe(true);
  });

  it('shuffles updates and loses none', async () => {
    stage.simulator.configure({ webhooks: { shuffle: true, gatherMs: 20 } });
    const said = Array.from({ length: 30 }, (_, index) => `n ${index}`);
    said.forEach((text) => write(text));
    await stage.simulator.drain();
    expect(texts()).not.toEqual(said);
    expect(texts().sort()).toEqual([...said].sort());
  });
});

describe('retries', () => {
  it.each([503, 401, 404, 201, 302])('follow an answer of %i, until 200', async (status) => {
    stage.receiver.answerWith((index) => (index < 3 ? status : 200));
    const inbound = write('Stubborn');
    await stage.simulator.drain();
    expect(stage.receiver.posts.map((post) => post.status)).toEqual([status, status, status, 200]);
    expect(stage.simulator.webhooks.posts.entries.slice(-4).map(({ attempt }) => attempt)).toEqual([
      1, 2, 3, 4,
    ]);
    expect(inbound.acknowledgements).toBe(1);
  });

  it('send the same bytes', async () => {
    stage.receiver.answerWith((index) => (index < 1 ? 500 : 200));
    write('Same');
    await stage.simulator.drain();
    expect(new Set(stage.receiver.posts.map(({ body }) => body.toString('latin1'))).size).toBe(1);
  });

  it('follow silence', async () => {
    stage.simulator.configure({ webhooks: { timeoutMs: 50 } });
    stage.receiver.answerWith((index) => (index < 1 ? null : 200));
    write('Hello?');
    await stage.simulator.drain();
    expect(stage.simulator.webhooks.posts.entries.at(-2)).toMatchObject({
      status: null,
      error: 'no answer within 50 ms',
    });
    expect(stage.receiver.posts).toHaveLength(2);
  });

  it('wait for an address that comes back', async () => {
    const away = await startReceiver();
    await stage.simulator.webhooks.subscribe(stage.app.id, away.callback);
    await away.close();
    write('Anybody?');
    await until('it was tried twice', () => stage.simulator.webhooks.counters().failedAttempts >= 2);
    expect(stage.simulator.webhooks.counters().pending).toBe(1);
    await expect(stage.simulator.drain(20)).rejects.toThrow(
      '1 statuses or webhook updates are still on their way',
    );
  });

  it('take longer each time', async () => {
    stage.simulator.configure({ webhooks: { retry: { firstMs: 10, factor: 3, maxMs: 90 } } });
    stage.receiver.answerWith((index) => (index < 4 ? 500 : 200));
    write('Slow');
    await stage.simulator.drain();
    const at = stage.simulator.webhooks.posts.entries.slice(-5).map((post) => Date.parse(post.at));
    const [first = 0, last = 0] = [at[0], at[4]];
    expect(last - first).toBeGreaterThanOrEqual(10 + 30 + 90 + 90 - 10);
  });

  it('end after the time to give up', async () => {
    stage.simulator.configure({ webhooks: { retry: { giveUpAfterMs: 30 } } });
    stage.receiver.answerWith(() => 500);
    write('Never');
    await stage.simulator.drain();
    expect(stage.simulator.webhooks.counters()).toMatchObject({ abandonedPosts: 1, pending: 0 });
  });

  it('go to every subscribed app where Meta does so', async () => {
    const healthy = await startReceiver();
    const other = stage.simulator.registry.addApp({ webhook: { ...healthy.callback, fields: ['messages'] } });
    stage.simulator.registry.addWaba({ ...stage.waba, subscribedApps: [stage.app.id, other.id] });
    stage.simulator.configure({ webhooks: { retry: { fanOut: true } } });
    stage.receiver.answerWith((index) => (index < 2 ? 500 : 200));
    write('To all');
    await stage.simulator.drain();
    expect(stage.receiver.messages()).toHaveLength(1);
    expect(healthy.messages()).toHaveLength(3);
    const [post] = healthy.posts;
    expect(post?.headers['x-hub-signature-256']).toBe(signBody(post?.body ?? Buffer.alloc(0), other.secret));
    await healthy.close();
  });
});

describe('destinations', () => {
  it('are all subscribed apps, each with its own signature', async () => {
    const second = await startReceiver();
    const other = stage.simulator.registry.addApp({ webhook: { ...second.callback, fields: ['messages'] } });
    stage.simulator.registry.addWaba({ ...stage.waba, subscribedApps: [stage.app.id, other.id] });
    const inbound = write('To two');
    await stage.simulator.drain();
    expect([stage.receiver.messages().length, second.messages().length]).toEqual([1, 1]);
    expect(inbound.acknowledgements).toBe(2);
    await second.close();
  });

  it.each([
    [
      'an account that is not subscribed',
      () => stage.simulator.registry.addWaba({ ...stage.waba, subscribedApps: [] }),
    ],
    ['an app without an address', () => stage.simulator.registry.addApp({ ...stage.app, webhook: null })],
    ['an app in development', () => stage.simulator.registry.addApp({ ...stage.app, mode: 'development' })],
    [
      'an app that wants other fields',
      () =>
        stage.simulator.registry.addApp({
          ...stage.app,
          webhook: { ...stage.receiver.callback, fields: ['flows'] },
        }),
    ],
  ])('there are none for %s', async (_what, change) => {
    change();
    write('Lost');
    await stage.simulator.drain();
    expect(stage.receiver.posts).toHaveLength(0);
    expect(stage.simulator.webhooks.counters()).toMatchObject({ unrouted: 1, pending: 0 });
  });
});

describe('a raw webhook', () => {
  const post = (more = {}) =>
    stage.simulator.webhooks.post({ appId: stage.app.id, body: { a: 'é' }, ...more });
  const signature = (): unknown => stage.receiver.posts[0]?.headers['x-hub-signature-256'];
  const right = (): string => signBody(stage.receiver.posts[0]?.body ?? Buffer.alloc(0), stage.app.secret);

  it('is posted once and tells the answer', async () => {
    stage.receiver.answerWith(() => 418);
    expect(await post()).toMatchObject({ status: 418, body: '' });
    expect(stage.receiver.posts).toHaveLength(1);
    expect(signature()).toBe(right());
  });

  it('can be unsigned', async () => {
    await post({ signature: 'missing' });
    expect(signature()).toBeUndefined();
    expect(stage.receiver.posts[0]?.headers).not.toHaveProperty('x-hub-signature');
  });

  it('can be wrongly signed', async () => {
    await post({ signature: 'wrong' });
    expect(signature()).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(signature()).not.toBe(right());
  });

  it('can have any signature header', async () => {
    await post({ signature: { header: 'sha256=' } });
    expect(signature()).toBe('sha256=');
  });

  it('goes as it is when it is text or bytes', async () => {
    await post({ body: '{"b":"é/"}' });
    await post({ body: Buffer.from('{"c":1}') });
    expect(stage.receiver.posts.map(({ body }) => body.toString('utf8'))).toEqual(['{"b":"é/"}', '{"c":1}']);
  });

  it('needs an app with an address', async () => {
    await expect(post({ appId: '404' })).rejects.toThrow('has no callback');
  });
});
