import type { Knex } from 'knex';
import { isPostgres, TABLES, type Table } from './database';

/*
 * Strapi gives each foreign key an index of its own. On the tables that every message writes to, most of them say what
 * another index says already, or hold a row for each message and nothing but "nobody". They are replaced by partial ones
 * of the same name and columns, which hold next to nothing; Strapi finds them in their place and leaves them alone.
 */

/** Nearly always empty: only rows with a value are worth finding. */
const RARELY_SET: Partial<Record<Table, readonly string[]>> = {
  [TABLES.messages]: ['created_by_id', 'updated_by_id', 'author_id'],
  [TABLES.conversations]: ['created_by_id', 'updated_by_id', 'assignee_id'],
  [TABLES.contacts]: ['created_by_id', 'updated_by_id'],
  [TABLES.addresses]: ['created_by_id', 'updated_by_id'],
  [TABLES.inboundEvents]: ['created_by_id', 'updated_by_id'],
  [TABLES.mediaFiles]: ['created_by_id', 'updated_by_id'],
};

/** The first column of a unique index of ours, which finds them as well. Never empty. */
const FOUND_OTHERWISE: Partial<Record<Table, readonly string[]>> = {
  [TABLES.messages]: ['channel_id', 'conversation_id'],
  [TABLES.conversations]: ['channel_id'],
  [TABLES.addresses]: ['tenant_id'],
};

/**
 * Others point to their rows by id and company. PostgreSQL settles how it looks for them when it first does, and keeps to
 * it: on an empty table every index that fits looks as good as another, and one of the company alone reads all of its rows
 * for each reference ever after. With the id behind it there is no wrong choice.
 */
const POINTED_TO: readonly Table[] = [
  TABLES.messages,
  TABLES.conversations,
  TABLES.contacts,
  TABLES.channels,
  TABLES.members,
];

interface Lean {
  name: string;
  on: string;
  /** What its definition says once it is so. */
  says: RegExp;
}

const leanOf = (columnsOf: typeof RARELY_SET, condition: string): Lean[] =>
  Object.entries(columnsOf).flatMap(([table, columns]) =>
    columns.map((column) => ({
      name: `${table}_${column}_fk`,
      on: `${table} (${column}) where ${column} ${condition}`,
      says: /\swhere\s/i,
    })),
  );

const BY_COMPANY_AND_ID: Lean[] = POINTED_TO.map((table) => ({
  name: `${table}_tenant_id_fk`,
  on: `${table} (tenant_id, id)`,
  says: /\(tenant_id, id\)/i,
}));

const LEAN = [...leanOf(RARELY_SET, 'is not null'), ...leanOf(FOUND_OTHERWISE, 'is null')];

const DEFINITION = {
  postgres: 'select indexdef as sql from pg_indexes where schemaname = current_schema() and indexname = ?',
  sqlite: "select sql from sqlite_master where type = 'index' and name = ?",
};

interface Definition {
  sql: string | null;
}

const isLean = async (connection: Knex, { name, says }: Lean): Promise<boolean> => {
  const rows = isPostgres(connection)
    ? (await connection.raw<{ rows: Definition[] }>(DEFINITION.postgres, [name])).rows
    : await connection.raw<Definition[]>(DEFINITION.sqlite, [name]);
  return says.test(rows[0]?.sql ?? '');
};

/** After each schema sync. Idempotent; takes as long as one look at the table for each index that is still a full one. */
export const makeIndexesLean = async (connection: Knex): Promise<void> => {
  // SQLite looks at a parent's unique index by definition.
  for (const lean of isPostgres(connection) ? [...LEAN, ...BY_COMPANY_AND_ID] : LEAN) {
    const { name, on } = lean;
    if (await isLean(connection, lean)) continue;
    await connection.transaction(async (trx) => {
      await trx.raw(`drop index if exists ${name}`);
      await trx.raw(`create index ${name} on ${on}`);
    });
  }
};
