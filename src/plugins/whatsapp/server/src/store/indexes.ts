import type { Core } from '@strapi/strapi';
import { connectionOf, TABLES } from './database';
import { makeIndexesLean } from './lean-indexes';
import { ORDERED, type OrderedIndex } from './stretch';

/**
 * Indexes that a schema cannot say. Written after each schema sync, which leaves alone what it does not know but may lose
 * it when it rebuilds a SQLite table. MySQL has no partial indexes: there the plain ones of the schema serve.
 */
const INDEXES = {
  whatsapp_inbound_waiting_ix: `${TABLES.inboundEvents} (id) where state = 'waiting'`,
  whatsapp_messages_turn_ix: `${TABLES.messages} (channel_id, priority, seq, due_at) where due_at is not null`,
  whatsapp_media_files_due_ix: `${TABLES.mediaFiles} (due_at) where due_at is not null`,
  whatsapp_messages_waiting_ix: `${TABLES.messages} (conversation_id, seq) where due_at is not null`,
  whatsapp_conversations_approached_ix: `${TABLES.conversations} (channel_id, approached_at) where approached_at is not null`,
};

const placeOf = ({ table, first, same, by }: Omit<OrderedIndex, 'name'>): string =>
  `${table} (${[`(${first})`, ...same, ...by].join(', ')})`;

/** Of earlier versions: each costs every message that is sent. */
const OUTLIVED = ['whatsapp_messages_due_ix', 'whatsapp_contacts_page_ix'];

export const ensureIndexes = async (strapi: Core.Strapi): Promise<void> => {
  const connection = connectionOf(strapi);
  for (const name of OUTLIVED) await connection.raw(`drop index if exists ${name}`);
  const ordered = Object.values(ORDERED).map(({ name, ...index }) => [name, placeOf(index)]);
  for (const [name, on] of [...Object.entries(INDEXES), ...ordered]) {
    await connection.raw(`create index if not exists ${name} on ${on}`);
  }
  await makeIndexesLean(connection);
};
