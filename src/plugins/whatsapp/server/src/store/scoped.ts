import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { WhatsAppError } from '../../../contracts/errors';
import { NoScopeError, spokenScope, type Scope } from '../kit/scope';
import { connectionOf, TABLES, type Connection, type Table } from './database';

/*
 * The only way from this room to a company's rows: each function adds the filter of the running scope, and refuses to
 * work without one. The explicit tenant ids of the queries stay beside it: two walls.
 */

/** The company itself is known by its own id, everything that belongs to it by a column. */
const tenantColumn = (table: Table): string => (table === TABLES.tenants ? 'id' : 'tenant_id');

const scopeFor = (table: Table): Scope => {
  const scope = spokenScope();
  if (!scope) throw new NoScopeError(`The table ${table}`);
  return scope;
};

/**
 * The filter is a wall and no way to rows: what says how they are found is the query's own condition. Written with `* 1`
 * it suits no index, so that a database that believes a company to have hardly a row does not read all of them for one.
 */
const onlyOf = <Query extends Knex.QueryBuilder>(query: Query, table: Table, alias: string): Query => {
  const scope = scopeFor(table);
  if (scope.kind === 'system') return query;
  const column = `${alias}.${tenantColumn(table)}`;
  const places = scope.tenantIds.map(() => '?').join(', ');
  if (scope.tenantIds.length === 0) void query.whereRaw('1 = 0');
  else void query.whereRaw(`?? * 1 in (${places})`, [column, ...scope.tenantIds]);
  return query;
};

/** A query of the running scope's rows: to read, change or delete them. Rows are inserted by `insertScoped`. */
export const scoped = (connection: Connection, table: Table, alias?: string) =>
  onlyOf(connection(alias ? { [alias]: table } : table), table, alias ?? table);

/**
 * The same of rows that `find` chose, with a limit: they are found first, and nothing that is joined to them later gives
 * the database another way to look for them.
 */
export const scopedAmong = (
  connection: Connection,
  table: Table,
  alias: string,
  find: (rows: Knex.QueryBuilder) => Knex.QueryBuilder,
): Knex.QueryBuilder => onlyOf(connection.from(find(connection(table)).as(alias)), table, alias);

/** Somebody who may look and change nothing is refused, whatever way led here. */
export const checkMayWrite = (): void => {
  const scope = spokenScope();
  if (scope?.kind === 'tenants' && scope.isReadOnly) {
    throw new WhatsAppError('forbidden', 'You may look, and change nothing');
  }
};

/** An insert, once every row was found to be of the running scope. */
export const insertScoped = (
  connection: Connection,
  table: Table,
  rows: readonly Record<string, unknown>[],
) => {
  const scope = scopeFor(table);
  checkMayWrite();
  const mayInsert = ({ tenant_id: tenantId }: Record<string, unknown>): boolean =>
    scope.kind === 'system' || scope.tenantIds.includes(Number(tenantId));
  if (!rows.every(mayInsert)) throw new Error(`A row for ${table} is of another company`);
  return connection(table).insert([...rows]);
};

/** Where a neighbour's row is found, and whose neighbour it is. Never one of another company, whatever the key says. */
interface Neighbour {
  table: Table;
  alias: string;
  of: string;
  by: string;
}

/** By the difference, which no index knows: the neighbour is found by its id, and by nothing else. */
const joinNeighbour = (
  query: Knex.QueryBuilder,
  join: 'inner join' | 'left join',
  { table, alias, of, by }: Neighbour,
): Knex.QueryBuilder =>
  query.joinRaw(`${join} ?? as ?? on ?? = ?? and ?? - ?? = 0`, [
    table,
    alias,
    `${alias}.id`,
    `${of}.${by}`,
    `${alias}.tenant_id`,
    `${of}.tenant_id`,
  ]);

export const joinScoped = (query: Knex.QueryBuilder, neighbour: Neighbour): Knex.QueryBuilder =>
  joinNeighbour(query, 'inner join', neighbour);

export const leftJoinScoped = (query: Knex.QueryBuilder, neighbour: Neighbour): Knex.QueryBuilder =>
  joinNeighbour(query, 'left join', neighbour);

/** For statements that knex cannot say: `and table.tenant_id * 1 in (…)`, or nothing for the system. */
export const scopeClause = (table: Table): { sql: string; bindings: number[] } => {
  const scope = scopeFor(table);
  if (scope.kind === 'system') return { sql: '', bindings: [] };
  if (scope.tenantIds.length === 0) return { sql: ' and 1 = 0', bindings: [] };
  const places = scope.tenantIds.map(() => '?').join(', ');
  return { sql: ` and ${table}.${tenantColumn(table)} * 1 in (${places})`, bindings: [...scope.tenantIds] };
};

/** A statement over every company's rows: only while the system itself is at work. */
export const systemStatement = (
  connection: Connection,
  sql: string,
  bindings: readonly Knex.RawBinding[] = [],
): Knex.Raw => {
  const scope = spokenScope();
  if (scope?.kind !== 'system') throw new NoScopeError('A statement without a filter');
  return connection.raw(sql, [...bindings]);
};

/** A table that only the models know by name, every company's rows of it: only while the system itself is at work. */
export const systemTable = (connection: Connection, table: string): Knex.QueryBuilder => {
  if (spokenScope()?.kind !== 'system') throw new NoScopeError(`The table ${table}`);
  return connection(table);
};

/** A part of a statement: it reads no table by itself. */
export const expression = (connection: Connection, sql: string): Knex.Raw => connection.raw(sql);

/** People of Strapi: not rows of a company, although members point to them. */
export const PEOPLE = { admin: 'admin_users', user: 'up_users', token: 'strapi_api_tokens' } as const;

export const people = (strapi: Core.Strapi, kind: keyof typeof PEOPLE) => connectionOf(strapi)(PEOPLE[kind]);

/** Rejects when the database does not answer. */
export const pingDatabase = async (strapi: Core.Strapi): Promise<void> => {
  await connectionOf(strapi).raw('select 1');
};

/** The time of the database's machine, which every process can ask for. */
export const readDatabaseTime = async (strapi: Core.Strapi): Promise<Date> => {
  const answer: unknown = await connectionOf(strapi).raw(
    'select extract(epoch from clock_timestamp()) * 1000 as now',
  );
  const [row] = (answer as { rows: { now: string | number }[] }).rows;
  return new Date(Number(row?.now));
};
