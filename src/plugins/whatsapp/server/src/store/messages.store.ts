import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { chunks } from '../kit/chunks';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { MessageRow, MessageView } from './rows';
import { joinScoped, scoped, scopedAmong } from './scoped';
import { insertNew, updateEach } from './set-wise';
import { along, BEGINNING, ENDLESS, ORDERED, type Stretch } from './stretch';

export const messageShape = shapeOf<MessageRow>([
  'id',
  'documentId',
  'tenantId',
  'conversationId',
  'channelId',
  'authorId',
  'messageId',
  'clientId',
  'direction',
  'content',
  'status',
  'failure',
  'pricing',
  'quotedMessageId',
  'forwarded',
  'sentAt',
  'statusSentAt',
  'statusFailedAt',
  'statusDeliveredAt',
  'statusReadAt',
  'statusPlayedAt',
  'seq',
  'changeSeq',
  'attempts',
  'dueAt',
  'decideAt',
  'priority',
  'trace',
]);

const CONVERSATION = { table: TABLES.conversations, alias: 'c', of: 'm', by: 'conversation_id' } as const;

const withConversation = (messages: Knex.QueryBuilder): Knex.QueryBuilder =>
  joinScoped(messages, CONVERSATION)
    .select(messageShape.select('m'))
    .select({ conversationDocumentId: 'c.document_id', assigneeId: 'c.assignee_id' });

const views = (connection: Connection): Knex.QueryBuilder =>
  withConversation(scoped(connection, TABLES.messages, 'm'));

/** Messages of a stretch, in its order. */
const viewsAlong = async (connection: Connection, wanted: Stretch): Promise<MessageView[]> => {
  const query = withConversation(
    scopedAmong(connection, TABLES.messages, 'm', (rows) => along(rows, connection, wanted)),
  ).orderBy(wanted.index.by.map((column) => ({ column: `m.${column}`, order: wanted.order })));
  return ((await query) as unknown[]).map(readView);
};

const readView = (raw: unknown): MessageView => messageShape.read(raw) as MessageView;

export interface MessagePosition {
  at: Date;
  seq: number;
}

/** The newest messages of a conversation before `before`, newest first. */
export const listMessages = (
  strapi: Core.Strapi,
  {
    conversationId,
    before,
    limit,
  }: { conversationId: number; before: MessagePosition | null; limit: number },
): Promise<MessageView[]> =>
  viewsAlong(connectionOf(strapi), {
    index: ORDERED.messagesOfConversation,
    of: [conversationId],
    above: [BEGINNING.at, BEGINNING.number],
    below: before ? [before.at, before.seq] : [ENDLESS.at, ENDLESS.number],
    order: 'desc',
    limit,
  });

/** In the order of their changes. */
export const messagesChangedAfter = (
  strapi: Core.Strapi,
  { tenantId, after, upTo, limit }: { tenantId: number; after: number; upTo: number; limit: number },
): Promise<MessageView[]> =>
  viewsAlong(connectionOf(strapi), {
    index: ORDERED.changedMessages,
    of: [tenantId],
    above: [after],
    below: [upTo + 1],
    order: 'asc',
    limit,
  });

export const findMessageView = async (
  connection: Connection,
  where: { 'm.tenant_id': number; 'm.document_id': string } | { 'm.id': number },
): Promise<MessageView | null> => {
  const query = views(connection).limit(1);
  if ('m.id' in where) void query.where(where);
  else {
    void query.where('m.document_id', where['m.document_id']);
    void query.whereRaw('m.tenant_id * 1 = ?', [where['m.tenant_id']]);
  }
  const [row] = (await query) as unknown[];
  return row ? readView(row) : null;
};

export const findMessageByClientId = async (
  connection: Connection,
  conversationId: number,
  clientId: string,
): Promise<MessageView | null> => {
  const [row] = (await views(connection)
    .where({ 'm.conversation_id': conversationId, 'm.client_id': clientId })
    .limit(1)) as unknown[];
  return row ? readView(row) : null;
};

const KEYS_PER_QUERY = 500;

/** Messages that reports may be about: by WhatsApp's id, or by our own where WhatsApp gives it back. */
export const findReportedMessages = async (
  connection: Connection,
  {
    channelIds,
    messageIds,
    documentIds,
  }: { channelIds: number[]; messageIds: string[]; documentIds: string[] },
): Promise<MessageRow[]> => {
  const found = new Map<number, MessageRow>();
  const collect = async (column: 'message_id' | 'document_id', keys: string[]) => {
    for (const part of chunks(keys, KEYS_PER_QUERY)) {
      const rows = await scoped(connection, TABLES.messages)
        .select(messageShape.select())
        .whereIn('channel_id', channelIds)
        .whereIn(column, part);
      for (const row of rows.map(messageShape.read)) found.set(row.id, row);
    }
  };
  await collect('message_id', messageIds);
  await collect('document_id', documentIds);
  return [...found.values()];
};

export const findMessagesById = async (connection: Connection, ids: number[]): Promise<MessageRow[]> => {
  const found: MessageRow[] = [];
  for (const part of chunks(ids, KEYS_PER_QUERY)) {
    const rows = await scoped(connection, TABLES.messages).select(messageShape.select()).whereIn('id', part);
    found.push(...rows.map(messageShape.read));
  }
  return found;
};

/** Quoted messages of a page, by channel and WhatsApp's id. */
export const findQuoted = async (
  connection: Connection,
  channelIds: number[],
  messageIds: string[],
): Promise<MessageView[]> =>
  messageIds.length === 0
    ? []
    : (
        (await views(connection)
          .whereIn('m.channel_id', channelIds)
          .whereIn('m.message_id', messageIds)) as unknown[]
      ).map(readView);

export type NewMessage = Pick<
  MessageRow,
  | 'tenantId'
  | 'conversationId'
  | 'channelId'
  | 'direction'
  | 'content'
  | 'status'
  | 'sentAt'
  | 'seq'
  | 'changeSeq'
> & {
  documentId: string;
  messageId: string | null;
  clientId: string | null;
  authorId: number | null;
  senderId: number | null;
  quotedMessageId: string | null;
  forwarded: boolean;
  referral: unknown;
  receivedAt: Date;
  dueAt: Date | null;
  priority?: number;
  trace?: string | null;
};

/** Ids by `documentId` of those that were new: a message that came before is left as it is. */
export const insertMessages = async (
  connection: Connection,
  messages: NewMessage[],
  conflict: ['channel_id', 'message_id'] | ['conversation_id', 'client_id'],
  now: Date,
): Promise<Map<string, number>> => {
  const rows = await insertNew<{ id: number; document_id: string }>(
    connection,
    TABLES.messages,
    messages.map((message) =>
      newRow({ priority: 0, trace: null, ...message, type: message.content.type, attempts: 0 }, now),
    ),
    conflict,
    ['id', 'document_id'],
  );
  return new Map(rows.map((row) => [row.document_id, Number(row.id)]));
};

/** Something about the message changed that is not in its row. Only inside `changeTenants`. */
export const touchMessage = async (connection: Connection, id: number, changeSeq: number): Promise<void> => {
  await scoped(connection, TABLES.messages).where({ id }).update({ change_seq: changeSeq });
};

export interface MessageOutcome {
  messageId: string | null;
  status: string;
  failure: unknown;
  pricing: unknown;
  statusSentAt: Date | null;
  statusFailedAt: Date | null;
  statusDeliveredAt: Date | null;
  statusReadAt: Date | null;
  statusPlayedAt: Date | null;
  dueAt: Date | null;
  decideAt: Date | null;
  changeSeq: number;
}

/** Writes back what became of messages. Only inside `changeTenants`. */
export const updateOutcomes = (
  connection: Connection,
  messages: (MessageOutcome & { id: number })[],
): Promise<void> =>
  updateEach(
    connection,
    TABLES.messages,
    {
      messageId: 'text',
      status: 'text',
      failure: 'json',
      pricing: 'json',
      statusSentAt: 'date',
      statusFailedAt: 'date',
      statusDeliveredAt: 'date',
      statusReadAt: 'date',
      statusPlayedAt: 'date',
      dueAt: 'date',
      decideAt: 'date',
      changeSeq: 'integer',
    },
    messages.map((message) => ({ ...message })),
  );
