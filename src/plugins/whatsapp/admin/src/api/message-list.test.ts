import fc from 'fast-check';
import { aChangePage, aMessage } from '../../test-support/inbox-rows';
import {
  listOfMessages,
  withAcceptedMessage,
  withChangedMessages,
  withPreviousPage,
  withRetriedMessage,
  withRetryUndone,
} from './message-list';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();
const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
const CONVERSATION = 'conversation-1';

const list = listOfMessages({
  data: [
    aMessage('m2', { sentAt: at(2), seq: 2 }),
    aMessage('m3', { sentAt: at(3), seq: 3, direction: 'out', status: 'sent' }),
  ],
  meta: { previousCursor: 'before', changeCursor: 50 },
});

describe('the messages of a conversation', () => {
  it('take a new message at the foot and a status in place', () => {
    const page = aChangePage({
      cursor: 52,
      messages: [
        aMessage('m3', { sentAt: at(3), seq: 3, direction: 'out', status: 'read' }),
        aMessage('m4', { sentAt: at(4), seq: 4 }),
      ],
    });
    const changed = withChangedMessages(list, CONVERSATION, { after: 50, page });
    expect(ids(changed)).toEqual(['m2', 'm3', 'm4']);
    expect(changed.items[1]?.status).toBe('read');
    expect(changed.items[0]).toBe(list.items[0]);
  });

  it('ignore other conversations, and move their cursor all the same', () => {
    const page = aChangePage({ cursor: 52, messages: [aMessage('x', { conversationId: 'other' })] });
    const changed = withChangedMessages(list, CONVERSATION, { after: 50, page });
    expect(changed.items).toBe(list.items);
    expect(changed.changeCursor).toBe(52);
  });

  it('place a late message where it belongs, unless that is before what is loaded', () => {
    const late = aMessage('late', { sentAt: at(2), seq: 9 });
    const older = aMessage('older', { sentAt: at(1), seq: 10 });
    const page = aChangePage({ cursor: 52, messages: [late, older] });
    expect(ids(withChangedMessages(list, CONVERSATION, { after: 50, page }))).toEqual(['m2', 'late', 'm3']);
    const complete = { ...list, previousCursor: null };
    expect(ids(withChangedMessages(complete, CONVERSATION, { after: 50, page }))).toEqual([
      'older',
      'm2',
      'late',
      'm3',
    ]);
  });

  it('do not let an answer from before overwrite what is known', () => {
    const page = aChangePage({
      cursor: 49,
      messages: [aMessage('m3', { sentAt: at(3), seq: 3, status: 'queued' })],
    });
    expect(withChangedMessages(list, CONVERSATION, { after: 40, page })).toBe(list);
  });

  it('grow upwards by the page before', () => {
    const page = {
      data: [
        aMessage('m1', { sentAt: at(1), seq: 1 }),
        aMessage('m2', { sentAt: at(2), seq: 2, status: 'failed' }),
      ],
      meta: { previousCursor: null, changeCursor: 60 },
    };
    const grown = withPreviousPage(list, page);
    expect(ids(grown)).toEqual(['m1', 'm2', 'm3']);
    expect(grown.items[1]).toBe(list.items[0]);
    expect(grown).toMatchObject({ previousCursor: null, changeCursor: 50 });
  });

  it('end the same whatever the order and the repetition of the same changes', () => {
    const answers = [51, 52, 53, 54].map((cursor) => ({
      after: cursor - 1,
      page: aChangePage({
        cursor,
        messages: [aMessage(`n${cursor}`, { sentAt: at(cursor - 40), seq: cursor })],
      }),
    }));
    const settle = (order: typeof answers) =>
      // Whatever was ignored is asked for again from the list's own cursor: that is the feed's promise.
      [...order, ...answers].reduce(
        (state, answer) => withChangedMessages(state, CONVERSATION, answer),
        list,
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...answers), { maxLength: 12 }), (order) => {
        expect(settle(order)).toEqual(settle([]));
      }),
    );
  });
});

describe('an own message', () => {
  it('is added when the server accepts it', () => {
    expect(ids(withAcceptedMessage(list, aMessage('own', { sentAt: at(9), seq: 9 })))).toEqual([
      'm2',
      'm3',
      'own',
    ]);
  });

  it('keeps the status that arrived before the acceptance', () => {
    const late = aMessage('m3', { sentAt: at(3), seq: 3, direction: 'out', status: 'queued' });
    expect(withAcceptedMessage(list, late).items[1]?.status).toBe('sent');
  });

  const failed = aMessage('m3', {
    sentAt: at(3),
    seq: 3,
    direction: 'out',
    status: 'failed',
    failure: { code: '131026', reason: 'Undeliverable', remedy: null },
  });
  const withFailure = { ...list, items: [...list.items.slice(0, 1), failed] };

  it('is waiting again as soon as it is retried', () => {
    expect(withRetriedMessage(withFailure, 'm3').items[1]).toMatchObject({ status: 'queued', failure: null });
  });

  it('is failed again, with its reason, when the retry is refused', () => {
    expect(withRetryUndone(withRetriedMessage(withFailure, 'm3'), failed)).toEqual(withFailure);
  });

  it('keeps what a change has told before the refusal', () => {
    expect(withRetryUndone(list, failed)).toEqual(list);
  });
});
