import type { Conversation, ConversationPage } from '../../../contracts/inbox';
import { isNewsFor, type ChangesAnswer } from './change-cursor';

/** The pages loaded so far, newest conversation first, and up to which change they are true. */
export interface ConversationList {
  items: Conversation[];
  nextCursor: string | null;
  changeCursor: number;
  /** What was here and is no longer this member's to see: an open chat says so. */
  goneIds: string[];
}

const timeOf = (conversation: Conversation): number =>
  conversation.lastMessage ? Date.parse(conversation.lastMessage.at) : -Infinity;

const newestFirst = (a: Conversation, b: Conversation): number => {
  const [left, right] = [timeOf(a), timeOf(b)];
  if (left !== right) return left > right ? -1 : 1;
  return a.id < b.id ? 1 : -1;
};

const upsert = (items: Conversation[], incoming: Conversation[]): Conversation[] => {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const conversation of incoming) byId.set(conversation.id, conversation);
  return [...byId.values()].sort(newestFirst);
};

export const listOfConversations = ({ data, meta }: ConversationPage): ConversationList => ({
  items: upsert([], data),
  nextCursor: meta.nextCursor,
  changeCursor: meta.changeCursor,
  goneIds: [],
});

/**
 * Adds the next page. Rows that are there already stay: changes may have told more about them meanwhile.
 * A page that was read earlier than the list's own state takes the cursor back, so that the gap is asked for again.
 */
export const withNextPage = (list: ConversationList, { data, meta }: ConversationPage): ConversationList => {
  const known = new Set(list.items.map(({ id }) => id));
  return {
    ...list,
    items: upsert(
      list.items,
      data.filter(({ id }) => !known.has(id)),
    ),
    nextCursor: meta.nextCursor,
    changeCursor: Math.min(list.changeCursor, meta.changeCursor),
  };
};

/** A row beyond the last loaded page is left out: it comes, fresh, with its page. */
const belongs = (list: ConversationList) => {
  const known = new Set(list.items.map(({ id }) => id));
  const last = list.items.at(-1);
  return (conversation: Conversation): boolean =>
    known.has(conversation.id) ||
    list.nextCursor === null ||
    (last !== undefined && newestFirst(conversation, last) < 0);
};

export const withChangedConversations = (list: ConversationList, answer: ChangesAnswer): ConversationList => {
  if (!isNewsFor(list.changeCursor, answer)) return list;
  const { conversations, gone } = answer.page.data;
  const incoming = conversations.filter(belongs(list));
  const isGone = new Set(gone);
  const isBack = new Set(conversations.map(({ id }) => id));
  const remaining = gone.length > 0 ? list.items.filter(({ id }) => !isGone.has(id)) : list.items;
  return {
    ...list,
    items: incoming.length > 0 ? upsert(remaining, incoming) : remaining,
    changeCursor: answer.page.meta.cursor,
    goneIds: [...new Set([...list.goneIds, ...gone])].filter((id) => !isBack.has(id)),
  };
};

/** One row anew, in its place. */
export const withConversation = (list: ConversationList, fresh: Conversation): ConversationList => ({
  ...list,
  items: list.items.map((item) => (item.id === fresh.id ? fresh : item)),
});

/** Somebody looked at the chat. A message that arrived since keeps its badge. */
export const withConversationRead = (list: ConversationList, read: Conversation): ConversationList => ({
  ...list,
  items: list.items.map((item) =>
    item.id === read.id && item.lastMessage?.at === read.lastMessage?.at
      ? { ...item, unreadCount: read.unreadCount }
      : item,
  ),
});

export const unreadTotal = (items: readonly Conversation[]): number =>
  items.reduce((total, { unreadCount }) => total + Math.max(0, unreadCount), 0);
