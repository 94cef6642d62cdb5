import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

const ROWS_PER_STATEMENT = 100;
const documentId = (): string => randomBytes(12).toString('hex');

const insertAll = async (database: Knex, table: string, rows: object[]): Promise<number[]> => {
  const ids: number[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const part = rows
      .slice(at, at + ROWS_PER_STATEMENT)
      .map((row) => ({ document_id: documentId(), ...row }));
    const inserted = await database(table).insert(part).returning<{ id: number | string }[]>('id');
    ids.push(...inserted.map(({ id }) => Number(id)));
  }
  return ids;
};

/** An inbox of so many conversations, each with a contact and a last message. Newest last. Gives their numbers. */
export const fillInbox = async (database: Knex, tenantId: number, count: number): Promise<number[]> => {
  const tenant_id = tenantId;
  const [channel = 0] = await insertAll(database, 'whatsapp_channels', [
    { tenant_id, kind: 'cloud', name: 'Main number', state: 'paused' },
  ]);
  const each = Array.from({ length: count }, (_, index) => index);
  const contacts = await insertAll(
    database,
    'whatsapp_contacts',
    each.map((n) => ({ tenant_id, name: `Person ${n}` })),
  );
  const at = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * 60_000);
  const conversations = await insertAll(
    database,
    'whatsapp_conversations',
    each.map((n) => ({
      tenant_id,
      channel_id: channel,
      contact_id: contacts[n],
      chat_id: `1555${String(1_000_000 + n)}`,
      status: 'open',
      unread_count: n % 3,
      last_message_preview: `Message ${n}`,
      last_message_at: at(n),
      change_seq: n + 1,
    })),
  );
  const messages = await insertAll(
    database,
    'whatsapp_messages',
    each.map((n) => ({
      tenant_id,
      channel_id: channel,
      conversation_id: conversations[n],
      sender_id: contacts[n],
      message_id: `bench-${tenantId}-${n}`,
      direction: 'in',
      type: 'text',
      content: JSON.stringify({ type: 'text', body: `Message ${n}` }),
      status: 'received',
      sent_at: at(n),
      seq: n + 1,
      change_seq: n + 1,
      attempts: 0,
    })),
  );
  await database.transaction(async (trx) => {
    for (const n of each)
      await trx('whatsapp_conversations')
        .where({ id: conversations[n] })
        .update({ last_message_id: messages[n] });
  });
  return conversations;
};

/** So many deals, each with a stage and a badge. */
export const fillDeals = async (
  database: Knex,
  tenantId: number,
  { count, stageId, badgeId }: { count: number; stageId: number; badgeId: number },
): Promise<void> => {
  const published = {
    tenant_id: tenantId,
    published_at: new Date(),
    created_at: new Date(),
    updated_at: new Date(),
  };
  const deals = await insertAll(
    database,
    'app_deals',
    Array.from({ length: count }, (_, n) => ({ ...published, title: `Deal ${n}`, stage_id: stageId })),
  );
  for (let at = 0; at < deals.length; at += ROWS_PER_STATEMENT) {
    const links = deals.slice(at, at + ROWS_PER_STATEMENT).map((deal_id) => ({ deal_id, badge_id: badgeId }));
    await database('app_deals_badges_lnk').insert(links);
  }
};
