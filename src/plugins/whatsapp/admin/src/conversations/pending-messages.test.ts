import { createPendingMessages, type PendingMessage } from './pending-messages';

const storageDouble = () => {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  };
};

const ID = '6f1de3f4-7f0b-4c8e-9d0a-0c5f4f0a1b2c';
const OTHER = '0e9b1f32-3a53-4b0e-8a1c-6d5a3f7c9e11';

const pendingOf = (clientId: string, more: Partial<PendingMessage> = {}): PendingMessage => ({
  clientId,
  conversationId: 'conversation-1',
  body: 'Good morning',
  quoted: null,
  writtenAt: '2026-11-20T10:00:00.000Z',
  state: 'sending',
  problem: null,
  ...more,
});

describe('pending messages', () => {
  it('survive a reload as failed, for nobody knows whether they arrived', () => {
    const storage = storageDouble();
    createPendingMessages(storage, 'mine').put(pendingOf(ID));
    expect(createPendingMessages(storage, 'mine').all()).toEqual([pendingOf(ID, { state: 'failed' })]);
  });

  it('leave nothing behind once they are gone', () => {
    const storage = storageDouble();
    const pending = createPendingMessages(storage, 'mine');
    pending.put(pendingOf(ID));
    pending.remove(ID);
    expect(pending.all()).toEqual([]);
    expect(storage.texts.size).toBe(0);
  });

  it('keep their place when they are retried', () => {
    const pending = createPendingMessages(storageDouble(), 'mine');
    pending.put(pendingOf(ID));
    pending.put(pendingOf(OTHER));
    pending.fail(ID, { reason: 'Away', remedy: null });
    pending.put(pendingOf(ID));
    expect(pending.all().map(({ clientId, state }) => [clientId, state])).toEqual([
      [ID, 'sending'],
      [OTHER, 'sending'],
    ]);
  });

  it('belong to one person', () => {
    const storage = storageDouble();
    createPendingMessages(storage, 'mine').put(pendingOf(ID));
    expect(createPendingMessages(storage, 'yours').all()).toEqual([]);
  });

  it.each(['nonsense', '{"a":1}', '[{"clientId":"x"}]'])('start empty when the storage holds %s', (text) => {
    const storage = storageDouble();
    storage.texts.set('mine', text);
    expect(createPendingMessages(storage, 'mine').all()).toEqual([]);
  });

  it('stay on screen when nothing can be stored', () => {
    const storage = {
      ...storageDouble(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const pending = createPendingMessages(storage, 'mine');
    pending.put(pendingOf(ID));
    expect(pending.all()).toHaveLength(1);
  });

  it('tell those who listen, and hand out the same list until something changes', () => {
    const pending = createPendingMessages(storageDouble(), 'mine');
    let calls = 0;
    const stop = pending.subscribe(() => (calls += 1));
    pending.put(pendingOf(ID));
    expect(pending.all()).toBe(pending.all());
    stop();
    pending.remove(ID);
    expect(calls).toBe(1);
  });
});
