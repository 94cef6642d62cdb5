import type { ChangePage, Conversation, Message } from '../../contracts/inbox';

/** Rows as the server sends them, of invented people. */
export const aConversation = (id: string, more: Partial<Conversation> = {}): Conversation => ({
  id,
  chatId: '15550100001',
  status: 'open',
  contact: { id: `contact-${id}`, name: 'Ana Prueba', phone: '+1 555 010 0001', username: null },
  channel: { id: 'channel-1', name: 'Sales', kind: 'cloud' },
  assignee: null,
  unreadCount: 0,
  lastMessage: { preview: 'Hello', direction: 'in', status: 'received', at: '2026-11-20T10:00:00.000Z' },
  windowExpiresAt: null,
  ...more,
});

export const lastAt = (at: string): Pick<Conversation, 'lastMessage'> => ({
  lastMessage: { preview: 'Hello', direction: 'in', status: 'received', at },
});

export const aMessage = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  conversationId: 'conversation-1',
  direction: 'in',
  content: { type: 'text', body: `Text of ${id}` },
  status: 'received',
  failure: null,
  author: null,
  clientId: null,
  quoted: null,
  forwarded: false,
  sentAt: '2026-11-20T10:00:00.000Z',
  times: {},
  seq: 1,
  ...more,
});

interface Changes {
  cursor: number;
  hasMore?: boolean;
  conversations?: Conversation[];
  messages?: Message[];
  gone?: string[];
}

export const aChangePage = ({
  cursor,
  hasMore = false,
  conversations = [],
  messages = [],
  gone = [],
}: Changes): ChangePage => ({
  data: { conversations, messages, gone },
  meta: { cursor, hasMore },
});
