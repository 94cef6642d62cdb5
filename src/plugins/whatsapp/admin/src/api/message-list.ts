import type { Message, MessagePage } from '../../../contracts/inbox';
import { isNewsFor, type ChangesAnswer } from './change-cursor';

/** The loaded end of one conversation in reading order, and up to which change it is true. */
export interface MessageList {
  items: Message[];
  previousCursor: string | null;
  changeCursor: number;
}

const inReadingOrder = (a: Message, b: Message): number =>
  Date.parse(a.sentAt) - Date.parse(b.sentAt) || a.seq - b.seq;

const upsert = (items: Message[], incoming: Message[]): Message[] => {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const message of incoming) byId.set(message.id, message);
  return [...byId.values()].sort(inReadingOrder);
};

const unknownTo = (items: Message[], incoming: Message[]): Message[] => {
  const known = new Set(items.map(({ id }) => id));
  return incoming.filter(({ id }) => !known.has(id));
};

export const listOfMessages = ({ data, meta }: MessagePage): MessageList => ({
  items: upsert([], data),
  previousCursor: meta.previousCursor,
  changeCursor: meta.changeCursor,
});

/** Adds the page before. See `withNextPage` of the conversations for the cursor. */
export const withPreviousPage = (list: MessageList, { data, meta }: MessagePage): MessageList => ({
  items: upsert(list.items, unknownTo(list.items, data)),
  previousCursor: meta.previousCursor,
  changeCursor: Math.min(list.changeCursor, meta.changeCursor),
});

/** Messages older than what is loaded wait for their page; everything else is placed where it belongs. */
const belongs = (list: MessageList, conversationId: string) => {
  const known = new Set(list.items.map(({ id }) => id));
  const first = list.items[0];
  return (message: Message): boolean =>
    message.conversationId === conversationId &&
    (known.has(message.id) ||
      list.previousCursor === null ||
      (first !== undefined && inReadingOrder(message, first) > 0));
};

export const withChangedMessages = (
  list: MessageList,
  conversationId: string,
  answer: ChangesAnswer,
): MessageList => {
  if (!isNewsFor(list.changeCursor, answer)) return list;
  const incoming = answer.page.data.messages.filter(belongs(list, conversationId));
  return {
    ...list,
    items: incoming.length > 0 ? upsert(list.items, incoming) : list.items,
    changeCursor: answer.page.meta.cursor,
  };
};

/**
 * The server accepted a message. Its answer may arrive after the changes that it caused:
 * a row that is there already knows more, so it stays.
 */
export const withAcceptedMessage = (list: MessageList, message: Message): MessageList => ({
  ...list,
  items: upsert(list.items, unknownTo(list.items, [message])),
});

/** What a person left as it is. Where news of it came before the answer, the news stay. */
export const withDecision = (list: MessageList, left: Message): MessageList => ({
  ...list,
  items: list.items.map((item) => (item.id === left.id && item.status === left.status ? left : item)),
});

/** A person asked for another attempt: shown at once. What becomes of it arrives with the changes. */
export const withRetriedMessage = (list: MessageList, messageId: string): MessageList => ({
  ...list,
  items: list.items.map((item) =>
    item.id === messageId ? { ...item, status: 'queued', failure: null, decideAt: undefined } : item,
  ),
});

/** The attempt was refused: back to what it was, unless a change has told otherwise meanwhile. */
export const withRetryUndone = (list: MessageList, before: Message): MessageList => ({
  ...list,
  items: list.items.map((item) => (item.id === before.id && item.status === 'queued' ? before : item)),
});
