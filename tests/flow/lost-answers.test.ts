import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { eventually } from '../support/eventually';
import { z } from 'zod';
import { Channel } from '../../src/plugins/whatsapp/contracts/channel';
import { readData } from '../support/api-client';
import { readError } from '../support/api-error';
import { endScene, messagesOf, say, setScene, startChat, untilStatus } from './scene';
import type { Scene } from './scene';

describe('sends that go wrong', () => {
  let stack: Stack;
  let scene: Scene;
  let customers = 0;

  beforeAll(async () => {
    stack = await startStack({ database: 'sqlite', env: { WHATSAPP_UNKNOWN_DECISION_SECONDS: '3' } });
    scene = await setScene(stack);
  });
  afterEach(() => {
    stack.graph.faults.clear();
    stack.graph.configure({ statuses: { skip: [] } });
  });
  afterAll(() => endScene(stack));

  const newChat = () => {
    customers += 1;
    return startChat(stack, scene, `1555010${3000 + customers}`);
  };
  const sentTimes = (messageId: string) =>
    stack.graph.ledger.accepted.entries.filter(({ reference }) => reference?.startsWith(`${messageId}.`))
      .length;

  it('settles a send whose answer was lost by the report, and never sends it again', async () => {
    const chat = await newChat();
    stack.graph.faults.add({ kind: 'reset', moment: 'after' });

    const message = await say(scene, chat.id, 'Did you get this?');

    await untilStatus(scene, chat.id, message.id, 'read');
    expect(sentTimes(message.id)).toBe(1);
  });

  it('says that a message may have been sent when no report comes, and lets a person decide', async () => {
    const chat = await newChat();
    stack.graph.faults.add({ kind: 'html', status: 502, moment: 'before' });

    const message = await say(scene, chat.id, 'Lost on the way');
    const unknown = await untilStatus(scene, chat.id, message.id, 'unknown');
    expect(unknown.failure?.reason).toBeTruthy();
    expect(sentTimes(message.id)).toBe(0);

    // A report may still come: nobody sends it twice out of impatience.
    const tooEarly = await scene.api.post(`/whatsapp/messages/${message.id}/retry`);
    expect(tooEarly.status).toBe(409);
    const { kind, retryAfterMs } = readError(tooEarly);
    expect({ kind, retryAfterMs }).toEqual({ kind: 'conflict', retryAfterMs: expect.any(Number) as number });
    await eventually(async () => {
      const retried = await scene.api.post(`/whatsapp/messages/${message.id}/retry`);
      expect(retried.status).toBe(202);
    });
    await untilStatus(scene, chat.id, message.id, 'read');
    expect(sentTimes(message.id)).toBe(1);
  });

  it('tries again by itself after a certain rejection, and keeps the order of the chat', async () => {
    const chat = await newChat();
    stack.graph.faults.add({ kind: 'refuse', code: 130429, times: 2 });

    const texts = ['first', 'second', 'third'];
    for (const text of texts) await say(scene, chat.id, text);

    await eventually(
      () => {
        const arrived = stack.graph.ledger.accepted.entries.filter(({ to }) => to === chat.chatId);
        expect(arrived.map(({ text }) => text)).toEqual(texts);
      },
      { deadlineMs: 60_000 },
    );
  });

  it('fails with the reason and a remedy when WhatsApp refuses', async () => {
    const chat = await newChat();
    stack.graph.faults.add({ kind: 'refuse', code: 131047 });

    const message = await say(scene, chat.id, 'Too late');

    const failed = await untilStatus(scene, chat.id, message.id, 'failed');
    expect(failed.failure).toMatchObject({ code: '131047' });
    expect(failed.failure?.remedy).toBeTruthy();
  });

  it('shows a failure that is reported later', async () => {
    const chat = await newChat();
    stack.graph.faults.add({ kind: 'fail-later', code: 131026 });

    const message = await say(scene, chat.id, 'To nobody');

    expect((await untilStatus(scene, chat.id, message.id, 'failed')).failure).toMatchObject({
      code: '131026',
    });
  });

  it('never shows a message as sent when the token is no longer valid, and keeps receiving', async () => {
    const own = await setScene(stack);
    const chat = await startChat(stack, own, '15550104001');
    const token = stack.graph.registry.tokens.get(own.meta.token.id);
    stack.graph.registry.addToken({ ...own.meta.token, ...token, valid: false });

    const message = await say(own, chat.id, 'With a dead token');
    expect((await untilStatus(own, chat.id, message.id, 'failed')).failure?.code).toBe('190');

    stack.graph.customers.write({
      phoneNumberId: own.meta.number.id,
      from: '15550104001',
      text: 'Still there?',
    });
    await eventually(async () => {
      expect((await messagesOf(own, chat.id)).map(({ content }) => content)).toContainEqual({
        type: 'text',
        body: 'Still there?',
      });
    });
    const channels = readData(z.array(Channel), await own.company.api.get('/whatsapp/channels'));
    expect(channels).toMatchObject([{ state: 'attention', stateReason: expect.any(String) as string }]);
  });

  it('waits while the bridge is away, and sends when it is back', async () => {
    const chat = await newChat();
    await stack.bridge.kill();

    const message = await say(scene, chat.id, 'Into the dark');
    await untilStatus(scene, chat.id, message.id, 'queued');

    await stack.bridge.start();
    await untilStatus(scene, chat.id, message.id, 'read', 60_000);
    expect(sentTimes(message.id)).toBe(1);
  });

  it('sends once when the same request comes 20 times', async () => {
    const chat = await newChat();
    const clientId = crypto.randomUUID();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => say(scene, chat.id, 'Pressed many times', clientId)),
    );

    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await untilStatus(scene, chat.id, answers[0]?.id ?? '', 'read');
    expect(sentTimes(answers[0]?.id ?? '')).toBe(1);
  });
});
