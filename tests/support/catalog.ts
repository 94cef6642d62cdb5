import type { Knex } from 'knex';
import { z } from 'zod';
import type { Installation } from './installation';

/** An index as the database itself describes it. */
export interface Index {
  table: string;
  columns: string[];
  /** The expression that it begins with, before its columns. */
  first: string | null;
  unique: boolean;
  /** In lower case, without brackets; null for an index of all rows. */
  where: string | null;
}

const SQLITE = `
  select m.tbl_name as "table", l."unique" as "unique", m.sql as definition,
    (select group_concat(name) from (select name from pragma_index_info(m.name) order by seqno)) as columns
  from sqlite_master m join pragma_index_list(m.tbl_name) l on l.name = m.name
  where m.type = 'index' and m.sql is not null and m.tbl_name like 'whatsapp%'`;

const POSTGRES = `
  select t.relname as "table", i.indisunique as "unique", pg_get_indexdef(i.indexrelid) as definition,
    (select string_agg(a.attname, ',' order by k.place)
     from unnest(i.indkey) with ordinality k(number, place)
     join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number) as columns
  from pg_index i join pg_class t on t.oid = i.indrelid
  where t.relname like 'whatsapp%' and not i.indisprimary`;

const Row = z.object({
  table: z.string(),
  unique: z.union([z.boolean(), z.number()]).transform(Boolean),
  definition: z.string(),
  columns: z.string(),
});

const whereOf = (definition: string): string | null =>
  /\bwhere\b(.*)$/is.exec(definition)?.[1]?.replace(/[()]/g, '').trim().toLowerCase() ?? null;

const firstOf = (definition: string): string | null =>
  /\(\(+([^()]*)\)/.exec(definition.replace(/\bwhere\b.*$/is, ''))?.[1] ?? null;

const orderOf = ({ table, first, columns }: Index): string => `${table} ${first} ${columns.join(' ')}`;

/** Every index of our tables, in an order of their own: no database promises one. */
export const indexesOf = async (database: Knex, kind: Installation['kind']): Promise<Index[]> => {
  const result: unknown = await database.raw(kind === 'postgres' ? POSTGRES : SQLITE);
  const rows = kind === 'postgres' ? (result as { rows: unknown }).rows : result;
  return z
    .array(Row)
    .parse(rows)
    .map(({ table, unique, definition, columns }) => ({
      table,
      unique,
      columns: columns.split(','),
      first: firstOf(definition),
      where: whereOf(definition),
    }))
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
};

const unique = (table: string, ...columns: string[]): Index => ({
  table: `whatsapp_${table}`,
  columns,
  first: null,
  unique: true,
  where: null,
});
const plain = (table: string, ...columns: string[]): Index => ({
  ...unique(table, ...columns),
  unique: false,
});
const partial = (table: string, where: string, ...columns: string[]): Index => ({
  ...plain(table, ...columns),
  where,
});
const ordered = (table: string, first: string, ...columns: string[]): Index => ({
  ...plain(table, ...columns),
  first,
});

/** What the laws stand on: twice is the same as once, and nobody is found in another company's rows. */
const LAWS: Index[] = [
  unique('tenants', 'webhook_key'),
  unique('members', 'tenant_id', 'admin_user_id'),
  unique('members', 'tenant_id', 'user_id'),
  unique('members', 'api_token_id'),
  unique('media_files', 'message_id'),
  unique('media_files', 'storage_key'),
  unique('web_sessions', 'channel_id'),
  unique('web_sessions', 'backup_key'),
  unique('channels', 'phone_number_id', 'app_fingerprint'),
  unique('channels', 'tenant_id', 'phone_number_id'),
  unique('contact_addresses', 'tenant_id', 'kind', 'value'),
  unique('conversations', 'channel_id', 'chat_id'),
  unique('conversations', 'channel_id', 'contact_id'),
  unique('messages', 'channel_id', 'message_id'),
  unique('messages', 'conversation_id', 'client_id'),
  unique('inbound_events', 'key'),
  unique('idempotency_keys', 'tenant_id', 'member_id', 'key'),
  // Lists, each along an index that no other can be taken for.
  ordered('conversations', 'tenant_id + 0', 'last_message_at', 'id'),
  ordered('conversations', 'tenant_id - 0', 'assignee_id', 'last_message_at', 'id'),
  ordered('conversations', '0 + tenant_id', 'change_seq'),
  ordered('contacts', 'tenant_id + 0', 'id'),
  ordered('contact_addresses', 'contact_id + 0', 'kind', 'id'),
  ordered('messages', 'conversation_id + 0', 'sent_at', 'seq'),
  ordered('messages', 'tenant_id + 0', 'change_seq'),
  partial('messages', 'due_at is not null', 'channel_id', 'priority', 'seq', 'due_at'),
  partial('messages', 'due_at is not null', 'conversation_id', 'seq'),
  partial('conversations', 'approached_at is not null', 'channel_id', 'approached_at'),
  // Strapi's own, which hold no row for a message that nobody wrote or that another index finds.
  ...['messages', 'conversations', 'contacts', 'contact_addresses', 'inbound_events', 'media_files'].flatMap(
    (table) =>
      ['created_by_id', 'updated_by_id'].map((column) => partial(table, `${column} is not null`, column)),
  ),
  partial('messages', 'author_id is not null', 'author_id'),
  partial('conversations', 'assignee_id is not null', 'assignee_id'),
  partial('messages', 'conversation_id is null', 'conversation_id'),
  partial('messages', 'channel_id is null', 'channel_id'),
  partial('conversations', 'channel_id is null', 'channel_id'),
  partial('contact_addresses', 'tenant_id is null', 'tenant_id'),
];

/** What PostgreSQL needs besides: whatever it takes for a reference's best index finds one row. */
const POSTGRES_LAWS: Index[] = ['messages', 'conversations', 'contacts', 'channels', 'members'].map((table) =>
  plain(table, 'tenant_id', 'id'),
);

export const lawsOf = (kind: Installation['kind']): Index[] =>
  kind === 'postgres' ? [...LAWS, ...POSTGRES_LAWS] : LAWS;
