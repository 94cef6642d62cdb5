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

/** A query of the running scope's rows: to read, change or delete them. Rows are inserted by `insertScoped`. */
export const scoped = (connection: Connection, table: Table, alias?: string) => {
  const scope = scopeFor(table);
  const query = connection(alias ? { [alias]: table } : table);
  if (scope.kind === 'system') return query;
  return query.whereIn(`${alias ?? table}.${tenantColumn(table)}`, [...scope.tenantIds]);
};

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

const sameCompany =
  ({ alias, of, by }: Neighbour): Knex.JoinCallback =>
  (on) => {
    on.on(`${alias}.id`, `${of}.${by}`).andOn(`${alias}.tenant_id`, `${of}.tenant_id`);
  };

export const joinScoped = (query: Knex.QueryBuilder, neighbour: Neighbour): Knex.QueryBuilder =>
  query.join({ [neighbour.alias]: neighbour.table }, sameCompany(neighbour));

export const leftJoinScoped = (query: Knex.QueryBuilder, neighbour: Neighbour): Knex.QueryBuilder =>
  query.leftJoin({ [neighbour.alias]: neighbour.table }, sameCompany(neighbour));

/** For statements that knex cannot say: `and table.tenant_id in (…)`, or nothing for the system. */
export const scopeClause = (table: Table): { sql: string; bindings: number[] } => {
  const scope = scopeFor(table);
  if (scope.kind === 'system') return { sql: '', bindings: [] };
  if (scope.tenantIds.length === 0) return { sql: ' and 1 = 0', bindings: [] };
  const places = scope.tenantIds.map(() => '?').join(', ');
  return { sql: ` and ${table}.${tenantColumn(table)} in (${places})`, bindings: [...scope.tenantIds] };
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
