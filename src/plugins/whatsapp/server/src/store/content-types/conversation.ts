import { belongsTo, CHANNEL, CONTACT, defineContentType, MEMBER, MESSAGE, TENANT } from './define';

/** One chat of a channel, for ever: closing and reopening are states, not new rows. */
export const conversation = defineContentType({
  singular: 'conversation',
  plural: 'conversations',
  displayName: 'Conversation',
  attributes: {
    tenant: belongsTo(TENANT),
    channel: belongsTo(CHANNEL),
    contact: belongsTo(CONTACT),
    assignee: belongsTo(MEMBER),
    chatId: { type: 'string', required: true },
    status: { type: 'enumeration', enum: ['open', 'closed'], required: true, default: 'open' },
    unreadCount: { type: 'integer', required: true, default: 0 },
    lastMessage: belongsTo(MESSAGE),
    lastMessagePreview: { type: 'string' },
    lastMessageAt: { type: 'datetime' },
    windowExpiresAt: { type: 'datetime' },
    /** When somebody who never wrote to us was first written to from here. Of WhatsApp Web only. */
    approachedAt: { type: 'datetime', private: true },
    changeSeq: { type: 'biginteger', required: true, default: '0' },
  },
  indexes: [
    { columns: ['channel_id', 'chat_id'], unique: true },
    { columns: ['channel_id', 'contact_id'], unique: true },
  ],
});
