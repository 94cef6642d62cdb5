import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { chunks } from '../kit/chunks';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { ConversationRow, ConversationView } from './rows';
import { joinScoped, leftJoinScoped, scoped, scopedAmong } from './scoped';
import { insertNew, updateEach } from './set-wise';
import { along, BEGINNING, ENDLESS, ORDERED } from './stretch';

const shape = shapeOf<ConversationRow>([
  'id',
  'documentId',
  'tenantId',
  'channelId',
  'contactId',
  'assigneeId',
  'chatId',
  'status',
  'unreadCount',
  'lastMessageId',
  'lastMessagePreview',
  'lastMessageAt',
  'windowExpiresAt',
  'changeSeq',
]);

/** Conversations that `find` chose, with all that is shown of them. */
const views = (
  connection: Connection,
  find: (rows: Knex.QueryBuilder) => Knex.QueryBuilder,
): Knex.QueryBuilder => {
  const query = scopedAmong(connection, TABLES.conversations, 'c', find);
  joinScoped(query, { table: TABLES.contacts, alias: 'p', of: 'c', by: 'contact_id' });
  joinScoped(query, { table: TABLES.channels, alias: 'h', of: 'c', by: 'channel_id' });
  leftJoinScoped(query, { table: TABLES.messages, alias: 'm', of: 'c', by: 'last_message_id' });
  return query.select(shape.select('c')).select({
    contactDocumentId: 'p.document_id',
    contactName: 'p.name',
    profileName: 'p.profile_name',
    username: 'p.username',
    channelDocumentId: 'h.document_id',
    channelName: 'h.name',
    channelKind: 'h.kind',
    lastMessageDirection: 'm.direction',
    lastMessageStatus: 'm.status',
  });
};

const readView = (raw: unknown): ConversationView => shape.read(raw) as ConversationView;

export interface ListPosition {
  at: Date;
  id: number;
}

/** Of a company; unless `assigneeId` is null, only what this member takes care of. */
export interface Whose {
  tenantId: number;
  assigneeId: number | null;
}

/** Newest first; one row more than asked for tells that there is a next page. */
export const listConversations = async (
  strapi: Core.Strapi,
  { tenantId, assigneeId, after, limit }: Whose & { after: ListPosition | null; limit: number },
): Promise<ConversationView[]> => {
  const connection = connectionOf(strapi);
  const query = views(connection, (rows) =>
    along(rows, connection, {
      ...(assigneeId === null
        ? { index: ORDERED.conversations, of: [tenantId] }
        : { index: ORDERED.conversationsOfMember, of: [tenantId, assigneeId] }),
      above: [BEGINNING.at, BEGINNING.number],
      below: after ? [after.at, after.id] : [ENDLESS.at, ENDLESS.number],
      order: 'desc',
      limit,
    }),
  ).orderBy([
    { column: 'c.last_message_at', order: 'desc' },
    { column: 'c.id', order: 'desc' },
  ]);
  return ((await query) as unknown[]).map(readView);
};

/** In the order of their changes. */
export const conversationsChangedAfter = async (
  strapi: Core.Strapi,
  { tenantId, after, upTo, limit }: { tenantId: number; after: number; upTo: number; limit: number },
): Promise<ConversationView[]> => {
  const connection = connectionOf(strapi);
  const query = views(connection, (rows) =>
    along(rows, connection, {
      index: ORDERED.changedConversations,
      of: [tenantId],
      above: [after],
      below: [upTo + 1],
      order: 'asc',
      limit,
    }),
  ).orderBy('c.change_seq');
  return ((await query) as unknown[]).map(readView);
};

export const findConversationView = async (
  strapi: Core.Strapi,
  { tenantId, documentId }: { tenantId: number; documentId: string },
): Promise<ConversationView | null> => {
  const [row] = (await views(connectionOf(strapi), (rows) =>
    rows.where({ document_id: documentId }).whereRaw('tenant_id * 1 = ?', [tenantId]).limit(1),
  )) as unknown[];
  return row ? readView(row) : null;
};

export const findConversationById = async (
  connection: Connection,
  id: number,
): Promise<ConversationRow | null> => {
  const row: unknown = await scoped(connection, TABLES.conversations).where({ id }).first(shape.select());
  return row ? shape.read(row) : null;
};

const IDS_PER_QUERY = 500;

export const findConversationsOf = async (
  connection: Connection,
  channelIds: number[],
  contactIds: number[],
): Promise<ConversationRow[]> => {
  const found: ConversationRow[] = [];
  for (const part of chunks(contactIds, IDS_PER_QUERY)) {
    const rows = await scoped(connection, TABLES.conversations)
      .select(shape.select())
      .whereIn('channel_id', channelIds)
      .whereIn('contact_id', part);
    found.push(...rows.map(shape.read));
  }
  return found;
};

export type NewConversation = Pick<
  ConversationRow,
  'documentId' | 'tenantId' | 'channelId' | 'contactId' | 'chatId'
>;

/** Ids of the new rows by their `documentId`. */
export const insertConversations = async (
  connection: Connection,
  conversations: NewConversation[],
  now: Date,
): Promise<Map<string, number>> => {
  const rows = await insertNew<{ id: number; document_id: string }>(
    connection,
    TABLES.conversations,
    conversations.map((row) => newRow({ ...row, status: 'open', unreadCount: 0, changeSeq: 0 }, now)),
    ['channel_id', 'contact_id'],
    ['id', 'document_id'],
  );
  return new Map(rows.map((row) => [row.document_id, Number(row.id)]));
};

/** Writes back what may change about a conversation. Only inside `changeTenants`, which makes read-then-write safe. */
export const updateConversations = (
  connection: Connection,
  conversations: ConversationRow[],
): Promise<void> =>
  updateEach(
    connection,
    TABLES.conversations,
    {
      status: 'text',
      unreadCount: 'integer',
      lastMessageId: 'integer',
      lastMessagePreview: 'text',
      lastMessageAt: 'date',
      windowExpiresAt: 'date',
      changeSeq: 'integer',
    },
    conversations.map((row) => ({ ...row })),
  );

/** Their last message changed its state: the list row's tick changes with it. */
export const touchConversationsOfLast = async (
  connection: Connection,
  changeByMessage: Map<number, number>,
): Promise<void> => {
  const rows = (await scoped(connection, TABLES.conversations)
    .select('id', 'last_message_id')
    .whereIn('last_message_id', [...changeByMessage.keys()])) as { id: number; last_message_id: number }[];
  await updateEach(
    connection,
    TABLES.conversations,
    { changeSeq: 'integer' },
    rows.map((row) => ({ id: row.id, changeSeq: changeByMessage.get(Number(row.last_message_id)) })),
  );
};
