import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';

/*
 * An experiment, not a part of the product: PostgreSQL's row-level security beneath the choke point, as it would have to be
 * done with Strapi's pool. See docs/decisions/0008-row-level-security.md.
 */

export type SettingMode = 'transaction' | 'session';

/** The one who asks, as the policies see it: numbers of companies, or `*` for the system. */
const SETTING = 'whatsapp.tenants';
const MAY = (column: string): string =>
  `(select current_setting('${SETTING}', true) = '*') or ${column} = any ` +
  `((select string_to_array(nullif(nullif(current_setting('${SETTING}', true), ''), '*'), ','))::int[])`;

/** Puts policies on every table of companies, and gives the tables to a role for which they hold. Gives its address. */
export const addPolicies = async (
  database: Knex,
  address: string,
): Promise<{ url: string; role: string }> => {
  const [role, password] = [`inbox_${randomBytes(4).toString('hex')}`, randomBytes(8).toString('hex')];
  const run = (statement: string) => database.raw(statement);
  const rowsOf = async (statement: string) =>
    ((await run(statement)) as { rows: { name: string }[] }).rows.map(({ name }) => name);
  await run(`create role ${role} login nosuperuser nobypassrls password '${password}'`);
  await run(`grant all on schema public to ${role}`);
  for (const table of await rowsOf(`select tablename as name from pg_tables where schemaname = 'public'`)) {
    await run(`alter table public."${table}" owner to ${role}`);
  }
  for (const name of await rowsOf(
    `select oid::regprocedure::text as name from pg_proc where proname like 'whatsapp%'`,
  )) {
    await run(`alter function ${name} owner to ${role}`);
  }
  const scoped = `select c.table_name as name from information_schema.columns c
    where c.table_schema = 'public' and c.table_name like 'whatsapp%' and c.column_name = 'tenant_id'`;
  for (const table of [...(await rowsOf(scoped)), 'whatsapp_tenants']) {
    const column = table === 'whatsapp_tenants' ? 'id' : 'tenant_id';
    await run(`alter table ${table} enable row level security`);
    await run(`alter table ${table} force row level security`);
    await run(`create policy own_company on ${table} using (${MAY(column)}) with check (${MAY(column)})`);
  }
  const url = new URL(address);
  [url.username, url.password] = [role, password];
  return { url: url.href, role };
};

export const removePolicies = async (database: Knex, role: string): Promise<void> => {
  await database.raw(`reassign owned by ${role} to current_user`);
  await database.raw(`drop owned by ${role}`);
  await database.raw(`drop role ${role}`);
};

const PATCH = (mode: SettingMode): string => `
const { spokenScope } = require('./plugins/whatsapp/server/src/kit/scope');
let statements = 0;
const asking = () => {
  const scope = spokenScope();
  return scope && scope.kind === 'tenants' ? scope.tenantIds.join(',') : '*';
};
module.exports = {
  register({ strapi }) {
    const { client } = strapi.db.connection;
    const send = client._query;
    const tell = (connection, value, isLocal) =>
      connection.query('select set_config($1, $2, $3)', ['${SETTING}', value, isLocal]);
    const inTransaction = async (connection, query) => {
      await connection.query('begin');
      try {
        await tell(connection, asking(), true);
        const result = await send.call(client, connection, query);
        await connection.query('commit');
        return result;
      } catch (error) {
        await connection.query('rollback');
        throw error;
      }
    };
    const inSession = async (connection, query) => {
      await tell(connection, asking(), false);
      try {
        return await send.call(client, connection, query);
      } finally {
        await tell(connection, '', false);
      }
    };
    client._query = (connection, query) => {
      statements += 1;
      return ${mode === 'transaction' ? 'inTransaction' : 'inSession'}(connection, query);
    };
    strapi.server.use(async (ctx, next) => {
      const before = statements;
      await next();
      ctx.set('x-statements', String(statements - before));
    });
  },
};`;

/** Lets a copied application name its companies to the database, for each statement outside of a transaction. */
export const tellPolicies =
  (mode: SettingMode) =>
  (folder: string): void =>
    writeFileSync(path.join(folder, 'dist/src/index.js'), PATCH(mode));
