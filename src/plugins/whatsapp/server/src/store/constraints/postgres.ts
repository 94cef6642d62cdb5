import type { Knex } from 'knex';
import { wallName, type Link, type Reference, type ScopedTable, type Walls } from './references';

/** The code of a violated check: what a person of the database understands, and `isDataFault` knows. */
const VIOLATION = "using errcode = '23514'";

/**
 * A row keeps its company. The inbound log's is given to the company of its number when it is replayed: until then it lay
 * with the company whose webhook address it came to.
 */
const KEEP_COMPANY = `
  create or replace function whatsapp_keep_company() returns trigger language plpgsql as $$
  begin
    if old.tenant_id is null or new.tenant_id is not distinct from old.tenant_id then return new; end if;
    if tg_nargs > 0 then
      if old.reason = 'unknown-number' and new.reason is distinct from 'unknown-number' and new.tenant_id is not null
        then return new;
      end if;
    end if;
    raise exception 'a row of % never changes its company', tg_table_name ${VIOLATION};
  end $$`;

/** Whoever deletes a company deletes its lines with it; nobody rewrites one. */
const NEVER_CHANGES = `
  create or replace function whatsapp_never_changes() returns trigger language plpgsql as $$
  begin
    raise exception 'a row of % never changes', tg_table_name ${VIOLATION};
  end $$`;

/** Arguments: column and table of one end, column and table of the other. */
const CHECK_LINK = `
  create or replace function whatsapp_check_link() returns trigger language plpgsql as $$
  declare one bigint; other bigint; missing boolean;
  begin
    execute format('select ($1).%I is null or ($1).%I is null', tg_argv[0], tg_argv[2]) into missing using new;
    if missing then return new; end if;
    execute format('select tenant_id from %I where id = ($1).%I', tg_argv[1], tg_argv[0]) into one using new;
    execute format('select tenant_id from %I where id = ($1).%I', tg_argv[3], tg_argv[2]) into other using new;
    if one is distinct from other then
      raise exception '% links two companies', tg_table_name ${VIOLATION};
    end if;
    return new;
  end $$`;

const hasConstraint = async (connection: Knex, table: string, name: string): Promise<boolean> => {
  const { rows } = await connection.raw<{ rows: unknown[] }>(
    'select 1 from pg_constraint where conname = ? and conrelid = to_regclass(?)',
    [name, table],
  );
  return rows.length > 0;
};

const addConstraint = async (
  connection: Knex,
  table: string,
  name: string,
  definition: string,
): Promise<void> => {
  if (await hasConstraint(connection, table, name)) return;
  await connection.raw(`alter table ${table} add constraint ${name} ${definition}`);
};

/** From version 15 on the deletion of a parent can empty the one column of a reference of two. */
const emptiesOneColumn = async (connection: Knex): Promise<boolean> => {
  const { rows } = await connection.raw<{ rows: { version: number }[] }>(
    "select current_setting('server_version_num')::int as version",
  );
  return (rows[0]?.version ?? 0) >= 150_000;
};

/**
 * Strapi's own reference of the column alone, which ours says, too: each is one more look at the parent for every row that
 * is written. Strapi adds it again when it next brings the schema up to date, and it goes again.
 */
const dropPlainReference = async (connection: Knex, { child, column, parent }: Reference): Promise<void> => {
  const { rows } = await connection.raw<{ rows: { name: string }[] }>(
    `select c.conname as name from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
     where c.contype = 'f' and c.conrelid = to_regclass(?) and c.confrelid = to_regclass(?) and a.attname = ?`,
    [child, parent, column],
  );
  for (const { name } of rows) await connection.raw(`alter table ?? drop constraint ??`, [child, name]);
};

const buildReference = async (
  connection: Knex,
  { child, column, parent }: Reference,
  isEnough: boolean,
): Promise<void> => {
  await connection.raw(
    `create unique index if not exists ${wallName(parent, 'key')} on ${parent} (id, tenant_id)`,
  );
  // Older versions: the check waits until Strapi's own reference has emptied the column.
  const deleting = isEnough ? `on delete set null (${column})` : 'deferrable initially deferred';
  const definition = `foreign key (${column}, tenant_id) references ${parent} (id, tenant_id) ${deleting}`;
  await addConstraint(connection, child, wallName(child, column), definition).catch((cause: unknown) => {
    throw new Error(
      `Rows of ${child} point to rows of another company (${column}): correct them, then start again. Nothing was changed.`,
      { cause },
    );
  });
  if (isEnough) await dropPlainReference(connection, { child, column, parent });
};

const buildTable = async (
  connection: Knex,
  { table, mayBeNobodys, isAppendOnly }: ScopedTable,
): Promise<void> => {
  if (isAppendOnly) {
    await connection.raw(
      `create or replace trigger ${wallName(table, 'kept')} before update on ${table}
       for each row execute function whatsapp_never_changes()`,
    );
  }
  await connection.raw(
    `create or replace trigger ${wallName(table, 'stays')} before update of tenant_id on ${table}
     for each row execute function whatsapp_keep_company(${mayBeNobodys ? "'log'" : ''})`,
  );
  // Rows that were there before the type joined are left to be given to their company; nobody sees them until then.
  if (!mayBeNobodys) {
    await addConstraint(
      connection,
      table,
      wallName(table, 'owned'),
      'check (tenant_id is not null) not valid',
    );
  }
};

const buildLink = async (connection: Knex, { table, ends: [one, other] }: Link): Promise<void> => {
  const places = [one.column, one.parent, other.column, other.parent].map((name) => `'${name}'`).join(', ');
  await connection.raw(
    `create or replace trigger ${wallName(table, 'link')} before insert or update on ${table}
     for each row execute function whatsapp_check_link(${places})`,
  );
};

export const buildPostgresWalls = async (
  connection: Knex,
  { tables, references, links }: Walls,
): Promise<void> => {
  const isEnough = await emptiesOneColumn(connection);
  await connection.raw(KEEP_COMPANY);
  await connection.raw(CHECK_LINK);
  await connection.raw(NEVER_CHANGES);
  for (const table of tables) await buildTable(connection, table);
  for (const reference of references) await buildReference(connection, reference, isEnough);
  for (const link of links) await buildLink(connection, link);
};
