import type { Core } from '@strapi/strapi';
import { Conversation } from '../../../contracts/inbox';
import { formatPhone } from '../kit/phone';
import { connectionOf, waIdsOf, type ConversationView } from '../store';

const nameOf = (row: ConversationView, phone: string | null): string =>
  row.contactName ?? row.profileName ?? (row.username ? `@${row.username}` : null) ?? phone ?? row.chatId;

/** Rows as people may see them. One query for all the numbers. */
export const presentConversations = async (
  strapi: Core.Strapi,
  rows: ConversationView[],
): Promise<Conversation[]> => {
  const waIds = await waIdsOf(
    connectionOf(strapi),
    rows.map(({ contactId }) => contactId),
  );

  return rows.map((row) => {
    const waId = waIds.get(row.contactId);
    const phone = waId ? formatPhone(waId) : null;
    return Conversation.parse({
      id: row.documentId,
      chatId: row.chatId,
      status: row.status,
      contact: { id: row.contactDocumentId, name: nameOf(row, phone), phone, username: row.username },
      channel: { id: row.channelDocumentId, name: row.channelName, kind: row.channelKind },
      assignee: null,
      unreadCount: row.unreadCount,
      lastMessage:
        row.lastMessageAt && row.lastMessageDirection && row.lastMessageStatus
          ? {
              preview: row.lastMessagePreview ?? '',
              direction: row.lastMessageDirection,
              status: row.lastMessageStatus,
              at: row.lastMessageAt.toISOString(),
            }
          : null,
      windowExpiresAt: row.windowExpiresAt?.toISOString() ?? null,
    });
  });
};
