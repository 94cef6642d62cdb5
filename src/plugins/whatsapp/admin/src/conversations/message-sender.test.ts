import { createMessageSender } from './message-sender';
import { createPendingMessages, type PendingMessage, type PendingProblem } from './pending-messages';

const settled = () => new Promise((resolve) => setImmediate(resolve));

const messageOf = (number: number, conversationId = 'conversation-1'): PendingMessage => ({
  clientId: `00000000-0000-4000-8000-00000000000${number}`,
  conversationId,
  body: `Message ${number}`,
  quoted: null,
  writtenAt: '2026-11-20T10:00:00.000Z',
  state: 'sending',
  problem: null,
});

const harness = () => {
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const pending = createPendingMessages(storage, 'mine');
  const posted: string[] = [];
  const answers: ((problem: PendingProblem | null) => void)[] = [];
  const sender = createMessageSender({
    pending,
    post: ({ body }) => {
      posted.push(body);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const answer = async (problem: PendingProblem | null) => {
    answers.shift()?.(problem);
    await settled();
  };
  return { pending, posted, sender, answer };
};

describe('the sender', () => {
  it('hands over one message at a time, in the order of writing', async () => {
    const { posted, sender, answer, pending } = harness();
    sender.send(messageOf(1));
    sender.send(messageOf(2));
    await settled();
    expect(posted).toEqual(['Message 1']);
    await answer(null);
    expect(posted).toEqual(['Message 1', 'Message 2']);
    await answer(null);
    expect(pending.all()).toEqual([]);
  });

  it('does not let one conversation wait for another', async () => {
    const { posted, sender } = harness();
    sender.send(messageOf(1));
    sender.send(messageOf(2, 'conversation-2'));
    await settled();
    expect(posted).toEqual(['Message 1', 'Message 2']);
  });

  it('keeps a failed message with its reason, and goes on with the next', async () => {
    const { posted, sender, answer, pending } = harness();
    sender.send(messageOf(1));
    sender.send(messageOf(2));
    await settled();
    await answer({ reason: 'Away', remedy: 'Try again' });
    expect(posted).toEqual(['Message 1', 'Message 2']);
    await answer(null);
    expect(pending.all()).toEqual([
      { ...messageOf(1), state: 'failed', problem: { reason: 'Away', remedy: 'Try again' } },
    ]);
  });

  it('retries as the same message', async () => {
    const { sender, answer, pending } = harness();
    sender.send(messageOf(1));
    await settled();
    await answer({ reason: 'Away', remedy: null });
    pending.all().forEach(sender.send);
    expect(pending.all()).toEqual([messageOf(1)]);
    await settled();
    await answer(null);
    expect(pending.all()).toEqual([]);
  });

  it('does not send what was discarded while it waited', async () => {
    const { posted, sender, answer } = harness();
    sender.send(messageOf(1));
    sender.send(messageOf(2));
    await settled();
    sender.discard(messageOf(2).clientId);
    await answer(null);
    expect(posted).toEqual(['Message 1']);
  });
});
