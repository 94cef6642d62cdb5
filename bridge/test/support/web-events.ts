import type { MessageReceived, MessageReported } from '../../../src/plugins/whatsapp/contracts/bridge';

/** Words of an invented customer. */
export const saidEvent = (messageId: string): MessageReceived => ({
  type: 'message.received',
  messageId,
  from: { waId: '15550100123' },
  sentAt: '2026-11-02T09:00:00.000Z',
  content: { type: 'text', body: `This is ${messageId}` },
});

export const reportEvent = (messageId: string, status: MessageReported['status']): MessageReported => ({
  type: 'message.reported',
  messageId,
  status,
  at: '2026-11-02T09:00:00.000Z',
});
