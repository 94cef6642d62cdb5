import type { Knex } from 'knex';
import { partsOf } from './large-inbox-rows';
import type { InboxSize, Part } from './large-inbox-rows';

/** A company that the rows are written for. */
export interface FilledCompany {
  tenantId: number;
  channelId: number;
}

const ROWS_PER_STATEMENT = 250_000;
const TABLES = ['contacts', 'contact_addresses', 'conversations', 'messages'].map(
  (name) => `whatsapp_${name}`,
);
/** While rows are written, nobody would mind losing them. */
const HURRIED = { fsync: 'off', full_page_writes: 'off', max_wal_size: "'8GB'", autovacuum: 'off' };

interface Index {
  name: string;
  definition: string;
}

/** Those that guard nothing: written at the end, sorted, which is many times faster than row by row. */
const plainIndexes = async (database: Knex): Promise<Index[]> =>
  (
    await database.raw<{ rows: Index[] }>(
      `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
       join pg_class c on c.oid = i.indexrelid where not i.indisunique and i.indrelid = any (?::regclass[])`,
      [TABLES],
    )
  ).rows;

const setServer = async (
  database: Knex,
  statement: (name: string, value: string) => string,
): Promise<void> => {
  for (const [name, value] of Object.entries(HURRIED)) await database.raw(statement(name, value));
  await database.raw('select pg_reload_conf()');
};

const write = async (database: Knex, { rows, insert }: Part): Promise<void> => {
  for (let from = 0; from < rows; from += ROWS_PER_STATEMENT) {
    const last = Math.min(rows, from + ROWS_PER_STATEMENT) - 1;
    await database.transaction(async (trx) => {
      await trx.raw("set local session_replication_role = 'replica'");
      await trx.raw(`with numbers as (select n::bigint from generate_series(${from}, ${last}) n) ${insert}`);
    });
  }
};

const build = (database: Knex, indexes: readonly Index[]): Promise<void> =>
  database.transaction(async (trx) => {
    await trx.raw("set local maintenance_work_mem = '512MB'");
    for (const { definition } of indexes) await trx.raw(definition);
  });

const timed = async (
  progress: (line: string) => void,
  label: string,
  work: () => Promise<void>,
): Promise<void> => {
  const since = Date.now();
  await work();
  progress(`${label} in ${Math.round((Date.now() - since) / 1000)} s`);
};

/**
 * Writes the rows of a large inbox into empty tables, set-wise. References are right by construction and therefore not
 * checked row by row; unique indexes and other checks hold as ever. Leaves the server in a hurry, and without knowledge
 * of the rows as it is right after an import: `settle` ends both.
 */
export const fillLargeInbox = async (
  database: Knex,
  companies: readonly FilledCompany[],
  size: InboxSize,
  progress: (line: string) => void,
): Promise<void> => {
  await setServer(database, (name, value) => `alter system set ${name} = ${value}`);
  await database.raw('create table bench_companies (n int primary key, tenant_id int, channel_id int)');
  await database('bench_companies').insert(
    companies.map(({ tenantId, channelId }, n) => ({ n, tenant_id: tenantId, channel_id: channelId })),
  );
  const indexes = await plainIndexes(database);
  for (const { name } of indexes) await database.raw(`drop index ${name}`);
  for (const part of partsOf(size)) {
    await timed(progress, `${part.rows} ${part.label}`, () => write(database, part));
  }
  await timed(progress, `${indexes.length} indexes`, () => build(database, indexes));
  for (const table of TABLES) {
    await database.raw(`select setval('${table}_id_seq', (select max(id) from ${table}))`);
  }
  const changes = size.conversations + size.longChats * size.longChatMessages;
  await database('whatsapp_tenants').update({ change_seq: changes });
  await database.raw('drop table bench_companies');
};

/** As a database keeps and knows its rows that were not written a moment ago. */
export const settle = async (database: Knex): Promise<void> => {
  await setServer(database, (name) => `alter system reset ${name}`);
  await database.raw('checkpoint');
  for (const table of TABLES) await database.raw(`vacuum (analyze) ${table}`);
};
