import type { Core } from '@strapi/strapi';
import { Conversation } from '../../../contracts/inbox';
import { contactNameOf } from '../contacts';
import { formatPhone } from '../kit/phone';
import { activeMembersById, connectionOf, waIdsOf, type ConversationView } from '../store';

const nameOf = ({ contactName, ...row }: ConversationView, phone: string | null): string =>
  contactNameOf({ ...row, name: contactName }, phone) ?? row.chatId;

/** Rows as people may see them. One query for all the numbers, one for all who take care of them. */
export const presentConversations = async (
  strapi: Core.Strapi,
  rows: ConversationView[],
): Promise<Conversation[]> => {
  const waIds = await waIdsOf(
    connectionOf(strapi),
    rows.map(({ contactId }) => contactId),
  );

  const members = await activeMembersById(strapi, [
    ...new Set(rows.flatMap(({ assigneeId }) => assigneeId ?? [])),
  ]);

  return rows.map((row) => {
    const assignee = row.assigneeId === null ? undefined : members.get(row.assigneeId);
    const waId = waIds.get(row.contactId);
    const phone = waId ? formatPhone(waId) : null;
    return Conversation.parse({
      id: row.documentId,
      chatId: row.chatId,
      status: row.status,
      contact: { id: row.contactDocumentId, name: nameOf(row, phone), phone, username: row.username },
      channel: { id: row.channelDocumentId, name: row.channelName, kind: row.channelKind },
      assignee: assignee ? { id: assignee.documentId, name: assignee.name } : null,
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
