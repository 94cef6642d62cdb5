import { belongsTo, CHANNEL, CONTACT, CONVERSATION, defineContentType, MEMBER, TENANT } from './define';

/**
 * A message, in or out. An outgoing one is its own place in the outbox: while it waits or is on its way, `dueAt` says
 * when somebody must look at it again (its turn, or the end of its lease); afterwards it is null.
 */
export const message = defineContentType({
  singular: 'message',
  plural: 'messages',
  displayName: 'Message',
  attributes: {
    tenant: belongsTo(TENANT),
    conversation: belongsTo(CONVERSATION),
    channel: belongsTo(CHANNEL),
    /** Who wrote it: the contact (its own column, for groups), or the member. */
    sender: belongsTo(CONTACT),
    author: belongsTo(MEMBER),
    messageId: { type: 'string' },
    clientId: { type: 'string' },
    direction: { type: 'enumeration', enum: ['in', 'out'], required: true },
    type: { type: 'string', required: true },
    content: { type: 'json', required: true },
    status: { type: 'string', required: true },
    failure: { type: 'json' },
    quotedMessageId: { type: 'string' },
    forwarded: { type: 'boolean' },
    referral: { type: 'json' },
    pricing: { type: 'json' },
    /** Sort key: WhatsApp's time, made finer by the time of arrival. */
    sentAt: { type: 'datetime', required: true },
    receivedAt: { type: 'datetime' },
    statusSentAt: { type: 'datetime' },
    statusFailedAt: { type: 'datetime' },
    statusDeliveredAt: { type: 'datetime' },
    statusReadAt: { type: 'datetime' },
    statusPlayedAt: { type: 'datetime' },
    seq: { type: 'biginteger', required: true },
    changeSeq: { type: 'biginteger', required: true },
    attempts: { type: 'integer', required: true, default: 0 },
    dueAt: { type: 'datetime' },
    decideAt: { type: 'datetime' },
    /** Which of a channel's waiting messages goes first: 0 what a person wrote, 1 a mailing. */
    priority: { type: 'integer', required: true, default: 0 },
    /** Which request it was sent by, in the logs of plugin and bridge; null for what came in. */
    trace: { type: 'string', private: true },
  },
  indexes: [
    { columns: ['channel_id', 'message_id'], unique: true },
    { columns: ['conversation_id', 'client_id'], unique: true },
  ],
});
