import { randomBytes, randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

export interface Queue {
  /** The company's `documentId`. */
  tenantId: string;
  perChat: number;
  /** These chats only, by what WhatsApp calls them. */
  chatIds?: string[];
  bulk?: boolean;
  textOf?: (message: { chatId: string; place: number }) => string;
}

interface ChatRow {
  id: number;
  tenant_id: number;
  channel_id: number;
  chat_id: string;
}

const ROWS_PER_INSERT = 500;

/**
 * Puts messages into the outbox as `accept` leaves them there, so many into each of the company's chats: the first of
 * every chat, then the second. What waits for a poll of the dispatcher is found within a second. Gives how many it was.
 */
export const queueMessages = async (database: Knex, queue: Queue): Promise<number> => {
  const { tenantId, perChat, chatIds, bulk = false, textOf = ({ place }) => `Message ${place}` } = queue;
  // Before the transaction: on SQLite one that begins by reading may not write once somebody else has written.
  const chats = await database('whatsapp_conversations as c')
    .join('whatsapp_tenants as t', 't.id', 'c.tenant_id')
    .where('t.document_id', tenantId)
    .modify((query) => {
      if (chatIds) void query.whereIn('c.chat_id', chatIds);
    })
    .orderBy('c.id')
    .select<ChatRow[]>('c.id', 'c.tenant_id', 'c.channel_id', 'c.chat_id');
  const count = chats.length * perChat;
  return database.transaction(async (trx) => {
    const [tenant] = await trx('whatsapp_tenants')
      .where('document_id', tenantId)
      .increment('change_seq', count)
      .returning<{ change_seq: number | string }[]>('change_seq');
    const first = Number(tenant?.change_seq) - count;

    const now = new Date();
    const rows = Array.from({ length: count }, (_, index) => {
      const chat = chats[index % chats.length] as ChatRow;
      const place = Math.floor(index / chats.length);
      return {
        document_id: `q${randomBytes(11).toString('hex')}q`,
        tenant_id: chat.tenant_id,
        conversation_id: chat.id,
        channel_id: chat.channel_id,
        client_id: randomUUID(),
        direction: 'out',
        type: 'text',
        content: JSON.stringify({ type: 'text', body: textOf({ chatId: chat.chat_id, place }) }),
        status: 'queued',
        forwarded: false,
        sent_at: now,
        received_at: now,
        created_at: now,
        updated_at: now,
        published_at: now,
        seq: first + index + 1,
        change_seq: first + index + 1,
        attempts: 0,
        priority: bulk ? 1 : 0,
        due_at: now,
      };
    });
    for (let from = 0; from < rows.length; from += ROWS_PER_INSERT)
      await trx('whatsapp_messages').insert(rows.slice(from, from + ROWS_PER_INSERT));
    return count;
  });
};
