import type { Knex } from 'knex';
import { isWallName, wallName, type Link, type Reference, type ScopedTable, type Walls } from './references';

/** A trigger before one kind of write; `when` is where it refuses. */
const trigger = (name: string, event: string, table: string, when: string, message: string): string =>
  `create trigger ${name} before ${event} on ${table} when ${when}
   begin select raise(abort, '${message}'); end`;

const ofReference = ({ child, column, parent }: Reference): string[] => {
  const when = `new.${column} is not null and not exists (
    select 1 from ${parent} p where p.id = new.${column} and p.tenant_id is new.tenant_id)`;
  const refusal = `${child}.${column} points to another company`;
  return [
    trigger(wallName(child, column, 'insert'), 'insert', child, when, refusal),
    trigger(wallName(child, column, 'update'), `update of ${column}, tenant_id`, child, when, refusal),
  ];
};

const ofLink = ({ table, ends: [one, other] }: Link): string[] => {
  const tenantOf = ({ column, parent }: Link['ends'][number]) =>
    `(select p.tenant_id from ${parent} p where p.id = new.${column})`;
  const when = `new.${one.column} is not null and new.${other.column} is not null
    and ${tenantOf(one)} is not ${tenantOf(other)}`;
  const refusal = `${table} links two companies`;
  return ['insert', 'update'].map((event) => trigger(wallName(table, event), event, table, when, refusal));
};

const ofTable = ({ table, mayBeNobodys, isAppendOnly }: ScopedTable): string[] => {
  const moved = 'old.tenant_id is not null and new.tenant_id is not old.tenant_id';
  const replayed =
    "old.reason is 'unknown-number' and new.reason is not 'unknown-number' and new.tenant_id is not null";
  const stays = trigger(
    wallName(table, 'stays'),
    'update of tenant_id',
    table,
    mayBeNobodys ? `${moved} and not (${replayed})` : moved,
    `a row of ${table} never changes its company`,
  );
  if (mayBeNobodys) return [stays];
  const kept = trigger(wallName(table, 'kept'), 'update', table, 'true', `a row of ${table} never changes`);
  return [
    stays,
    ...(isAppendOnly ? [kept] : []),
    trigger(
      wallName(table, 'owned'),
      'insert',
      table,
      'new.tenant_id is null',
      `${table}.tenant_id is missing`,
    ),
  ];
};

/** Before Strapi brings the tables up to date: it builds some anew, and SQLite will not while triggers speak of them. */
export const dropSqliteWalls = async (connection: Knex): Promise<void> => {
  const found = await connection.raw<{ name: string }[]>(
    "select name from sqlite_master where type = 'trigger'",
  );
  for (const { name } of found.filter((row) => isWallName(row.name))) {
    await connection.raw(`drop trigger ${name}`);
  }
};

/** SQLite knows no constraint that can be added to a table: triggers say the same. */
export const buildSqliteWalls = async (
  connection: Knex,
  { tables, references, links }: Walls,
): Promise<void> => {
  await dropSqliteWalls(connection);
  const statements = [
    ...tables.flatMap(ofTable),
    ...references.flatMap(ofReference),
    ...links.flatMap(ofLink),
  ];
  for (const statement of statements) await connection.raw(statement);
};
