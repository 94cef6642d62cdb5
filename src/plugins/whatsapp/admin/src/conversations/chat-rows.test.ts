import { aMessage } from '../../test-support/inbox-rows';
import { chatRows, unseenAfter } from './chat-rows';
import type { PendingMessage } from './pending-messages';

/** Local noon, so that no time zone moves it to another day. */
const noon = (day: number, minute = 0) => new Date(2026, 10, day, 12, minute).toISOString();
const CLIENT_ID = '6f1de3f4-7f0b-4c8e-9d0a-0c5f4f0a1b2c';

const pending: PendingMessage = {
  clientId: CLIENT_ID,
  conversationId: 'conversation-1',
  body: 'On my way',
  quoted: null,
  writtenAt: noon(20, 1),
  state: 'sending',
  problem: null,
};

const rowsOf = (stored: Parameters<typeof chatRows>[0]['stored'], more = {}) =>
  chatRows({ stored, pending: [], author: 'Bea Beispiel', hasPrevious: false, ...more });

describe('the rows of a chat', () => {
  it('begin each day once', () => {
    const rows = rowsOf([
      aMessage('a', { sentAt: noon(18) }),
      aMessage('b', { sentAt: noon(18, 30) }),
      aMessage('c', { sentAt: noon(20) }),
    ]);
    expect(rows.map(({ startsDay }) => startsDay)).toEqual([true, false, true]);
  });

  it('do not begin a day above the first row while earlier messages may belong to it', () => {
    const rows = rowsOf([aMessage('a', { sentAt: noon(18) })], { hasPrevious: true });
    expect(rows[0]?.startsDay).toBe(false);
  });

  it('draw what the same person says shortly after closer together', () => {
    const rows = rowsOf([
      aMessage('a', { sentAt: noon(18) }),
      aMessage('b', { sentAt: noon(18, 2) }),
      aMessage('c', { sentAt: noon(18, 3), direction: 'out', author: 'Bea Beispiel' }),
      aMessage('d', { sentAt: noon(18, 4), direction: 'out', author: 'Carl Ejemplo' }),
      aMessage('e', { sentAt: noon(18, 30), direction: 'out', author: 'Carl Ejemplo' }),
    ]);
    expect(rows.map(({ continues }) => continues)).toEqual([false, true, false, false, false]);
  });

  it('end with what is on its way', () => {
    const rows = rowsOf([aMessage('a', { sentAt: noon(20) })], { pending: [pending] });
    expect(rows.map(({ message }) => message.status)).toEqual(['received', 'queued']);
    expect(rows[1]).toMatchObject({
      key: CLIENT_ID,
      pending,
      message: { author: 'Bea Beispiel', direction: 'out' },
    });
  });

  it('show an own message once, under the same key, when the server has it', () => {
    const stored = aMessage('stored', {
      clientId: CLIENT_ID,
      direction: 'out',
      status: 'sent',
      sentAt: noon(20, 1),
    });
    const rows = rowsOf([stored], { pending: [pending] });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ key: CLIENT_ID, pending: null, message: stored });
  });

  it('carry the reason of a message that could not be handed over', () => {
    const failed = { ...pending, state: 'failed' as const, problem: { reason: 'Away', remedy: 'Try again' } };
    expect(rowsOf([], { pending: [failed] })[0]?.message).toMatchObject({
      status: 'failed',
      failure: { code: null, reason: 'Away', remedy: 'Try again' },
    });
  });
});

describe('messages not seen yet', () => {
  const rows = rowsOf([
    aMessage('a', { sentAt: noon(18) }),
    aMessage('b', { sentAt: noon(18, 1) }),
    aMessage('c', { sentAt: noon(18, 2), direction: 'out' }),
    aMessage('d', { sentAt: noon(18, 3) }),
  ]);

  it('are those of the customer after the last one seen', () => {
    expect(unseenAfter(rows, 'a')).toBe(2);
    expect(unseenAfter(rows, 'd')).toBe(0);
  });

  it('are none before anything was seen', () => {
    expect(unseenAfter(rows, null)).toBe(0);
  });
});
