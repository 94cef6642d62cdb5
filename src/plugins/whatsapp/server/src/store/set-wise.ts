import type { Knex } from 'knex';
import { chunks } from '../kit/chunks';
import { columnOf, toColumn } from './columns';
import { isPostgres, type Connection, type Table } from './database';
import { insertScoped, scopeClause } from './scoped';

/** PostgreSQL types of the columns that are written set-wise: values in a list have no type of their own there. */
const POSTGRES_TYPES = {
  integer: 'bigint',
  text: 'text',
  date: 'timestamp',
  json: 'jsonb',
} as const;

export type ColumnType = keyof typeof POSTGRES_TYPES;

const ROWS_PER_STATEMENT = 200;

/**
 * Sets different values in many rows by one statement: `update t set c = v.c from (values …) v where t.id = v.id`,
 * which PostgreSQL and SQLite (3.33+) both understand. Every row names all columns and is found by its `id`.
 */
export const updateEach = async (
  connection: Connection,
  table: Table,
  columns: Record<string, ColumnType>,
  rows: readonly ({ id: number } & Record<string, unknown>)[],
): Promise<void> => {
  const fields = Object.keys(columns);
  const types: Record<string, ColumnType> = { id: 'integer', ...columns };
  const names = ['id', ...fields].map(columnOf);
  const postgres = isPostgres(connection);
  const { sql: ofScope, bindings: tenantIds } = scopeClause(table);

  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    const placeholder = (field: string) => (postgres ? `?::${POSTGRES_TYPES[types[field] ?? 'text']}` : '?');
    const tuple = `(${['id', ...fields].map(placeholder).join(', ')})`;
    const sets = fields.map(columnOf).map((name) => `${name} = v.${name}`);
    await connection.raw(
      `with v(${names.join(', ')}) as (values ${part.map(() => tuple).join(', ')})
       update ${table} set ${sets.join(', ')} from v where ${table}.id = v.id${ofScope}`,
      [
        ...part.flatMap((row) => ['id', ...fields].map((field) => toColumn(row[field]))),
        ...tenantIds,
      ] as Knex.RawBinding[],
    );
  }
};

/**
 * Inserts rows that all have the same columns; those that meet a unique index are left out, and only what was really
 * inserted comes back.
 */
export const insertNew = async <Returned>(
  connection: Connection,
  table: Table,
  rows: readonly Record<string, unknown>[],
  conflict: string[],
  returning: string[],
): Promise<Returned[]> => {
  const inserted: Returned[] = [];
  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    const result = (await insertScoped(connection, table, part)
      .onConflict(conflict)
      .ignore()
      .returning(returning)) as Returned[];
    inserted.push(...result);
  }
  return inserted;
};
