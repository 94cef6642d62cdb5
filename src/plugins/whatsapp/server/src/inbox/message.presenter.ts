import type { Core } from '@strapi/strapi';
import { Message } from '../../../contracts/inbox';
import { previewOf } from '../kit/preview';
import { carriesFile } from '../media';
import {
  connectionOf,
  findQuoted,
  mediaStatesOf,
  memberNames,
  type MessageRow,
  type MessageView,
} from '../store';
import { maySee, type ActingMember } from '../tenancy';

const timesOf = (row: MessageRow): Record<string, string> => {
  const times = {
    sent: row.statusSentAt,
    failed: row.statusFailedAt,
    delivered: row.statusDeliveredAt,
    read: row.statusReadAt,
    played: row.statusPlayedAt,
  };
  return Object.fromEntries(
    Object.entries(times).flatMap(([name, at]) => (at ? [[name, at.toISOString()]] : [])),
  );
};

/**
 * Rows as this member may see them, with the names of their authors and what they quote: also from another conversation,
 * which may not be theirs. Three queries for the whole page.
 */
export const presentMessages = async (
  strapi: Core.Strapi,
  member: ActingMember,
  rows: MessageView[],
): Promise<Message[]> => {
  const authorIds = [...new Set(rows.flatMap(({ authorId }) => authorId ?? []))];
  const quotedIds = [...new Set(rows.flatMap(({ quotedMessageId }) => quotedMessageId ?? []))];
  const channelIds = [...new Set(rows.map(({ channelId }) => channelId))];
  const withFile = rows.filter(({ content }) => carriesFile(content)).map(({ id }) => id);
  const [names, quotedRows, mediaStates] = await Promise.all([
    memberNames(strapi, authorIds),
    findQuoted(connectionOf(strapi), channelIds, quotedIds),
    mediaStatesOf(connectionOf(strapi), withFile),
  ]);
  const quotedByKey = new Map(
    quotedRows.filter((row) => maySee(member, row)).map((row) => [`${row.channelId}|${row.messageId}`, row]),
  );

  return rows.map((row) => {
    const quoted = quotedByKey.get(`${row.channelId}|${row.quotedMessageId}`);
    return Message.parse({
      id: row.documentId,
      conversationId: row.conversationDocumentId,
      direction: row.direction,
      content: row.content,
      status: row.status,
      failure: row.failure,
      decideAt: row.status === 'unknown' ? row.decideAt?.toISOString() : undefined,
      author: row.authorId === null ? null : (names.get(row.authorId) ?? null),
      clientId: row.clientId,
      quoted: quoted
        ? { id: quoted.documentId, direction: quoted.direction, preview: previewOf(quoted.content) }
        : null,
      forwarded: row.forwarded,
      media: mediaStates.get(row.id),
      sentAt: row.sentAt.toISOString(),
      times: timesOf(row),
      seq: row.seq,
    });
  });
};
