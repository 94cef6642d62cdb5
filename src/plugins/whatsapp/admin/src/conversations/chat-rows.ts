import type { Message } from '../../../contracts/inbox';
import { isSameDay } from '../parts/day';
import type { PendingMessage } from './pending-messages';

/** One line of the chat: a message, and what is drawn around it. */
export interface ChatRow {
  /** Stays the same while an own message turns from pending into stored, so that its bubble is not drawn anew. */
  key: string;
  message: Message;
  /** Set while the message exists only in this tab. */
  pending: PendingMessage | null;
  /** A day begins above this row. */
  startsDay: boolean;
  /** Same side, same author, shortly after: drawn closer, without the name. */
  continues: boolean;
}

const GROUP_MS = 5 * 60_000;

const keyOf = ({ id, clientId }: Message): string => clientId ?? id;

/** A pending message as the bubble shows it. Its clock is the tab's own: it only orders pending ones. */
export const pendingAsMessage = (pending: PendingMessage, author: string | null): Message => ({
  id: pending.clientId,
  conversationId: pending.conversationId,
  direction: 'out',
  content: { type: 'text', body: pending.body },
  status: pending.state === 'failed' ? 'failed' : 'queued',
  failure: pending.problem
    ? { code: null, reason: pending.problem.reason, remedy: pending.problem.remedy }
    : null,
  author,
  clientId: pending.clientId,
  quoted: pending.quoted,
  forwarded: false,
  sentAt: pending.writtenAt,
  times: {},
  seq: Number.MAX_SAFE_INTEGER,
});

interface ChatRowsInput {
  stored: readonly Message[];
  pending: readonly PendingMessage[];
  /** Who writes here, as the server will call them. */
  author: string | null;
  /** More exist before the first row: whether it begins its day is not known yet. */
  hasPrevious: boolean;
}

const continuesOf = (message: Message, before: Message | undefined): boolean =>
  before !== undefined &&
  before.direction === message.direction &&
  before.author === message.author &&
  before.content.type !== 'system' &&
  Math.abs(Date.parse(message.sentAt) - Date.parse(before.sentAt)) < GROUP_MS;

/** What the chat shows: the stored messages, then what waits in this tab and is not among them yet. */
export const chatRows = ({ stored, pending, author, hasPrevious }: ChatRowsInput): ChatRow[] => {
  const arrived = new Set(stored.map(({ clientId }) => clientId));
  const waiting = pending.filter(({ clientId }) => !arrived.has(clientId));
  const entries = [
    ...stored.map((message) => ({ message, pending: null })),
    ...waiting.map((item) => ({ message: pendingAsMessage(item, author), pending: item })),
  ];
  return entries.map((entry, index) => {
    const before = entries[index - 1]?.message;
    const startsDay = before
      ? !isSameDay(new Date(before.sentAt), new Date(entry.message.sentAt))
      : !hasPrevious;
    return {
      ...entry,
      key: keyOf(entry.message),
      startsDay,
      continues: !startsDay && continuesOf(entry.message, before),
    };
  });
};

/** How many messages of the customer came after the row that was last seen at the foot of the chat. */
export const unseenAfter = (rows: readonly ChatRow[], lastSeenKey: string | null): number => {
  if (lastSeenKey === null) return 0;
  const seen = rows.findIndex(({ key }) => key === lastSeenKey);
  return rows.slice(seen + 1).filter(({ message }) => message.direction === 'in').length;
};
