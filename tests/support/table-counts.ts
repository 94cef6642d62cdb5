import type { Knex } from 'knex';
import { z } from 'zod';
import type { DatabaseKind } from './test-database';

const LIST: Record<DatabaseKind, string> = {
  sqlite: "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name",
  postgres: "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
};
const Names = z.array(z.object({ name: z.string() }));

/** Strapi's own notes, of which a start may add some. */
const NOTES = 'strapi_core_store_settings';

/** How many rows each table of a database has. */
export const countTables = async (database: Knex, kind: DatabaseKind): Promise<Record<string, number>> => {
  const result: unknown = await database.raw(LIST[kind]);
  const tables = Names.parse(kind === 'postgres' ? (result as { rows: unknown }).rows : result);
  const counts: Record<string, number> = {};
  for (const { name } of tables.filter((table) => table.name !== NOTES)) {
    const [row] = await database(name).count({ n: '*' });
    counts[name] = Number(row?.n);
  }
  return counts;
};

/** The tables that have rows, of those that people and companies fill. */
export const filledByPeople = (counts: Record<string, number>): string[] =>
  Object.keys(counts).filter(
    (name) => /^(whatsapp_|app_|admin_users|up_users|strapi_sessions)/.test(name) && (counts[name] ?? 0) > 0,
  );
