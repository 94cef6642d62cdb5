import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { knex, type Knex } from 'knex';
import database from './database';

type Params = Parameters<typeof database>[0];

/** Strapi's reader of the environment, over given values. */
const reading = (values: Record<string, string>): Params => {
  const read = (name: string, fallback?: unknown) => values[name] ?? fallback;
  return { env: Object.assign(read, { int: read, bool: read }) } as unknown as Params;
};

describe('the configuration of the database', () => {
  it.each(['mysql', 'mysql2', 'mariadb', 'oracle'])('refuses %s, and says what to use instead', (client) => {
    expect(() => database(reading({ DATABASE_CLIENT: client }))).toThrow(
      `DATABASE_CLIENT is "${client}": use "sqlite" or "postgres"`,
    );
  });

  it.each(['sqlite', 'postgres'])('takes %s', (client) => {
    expect(database(reading({ DATABASE_CLIENT: client })).connection.client).toBe(client);
  });
});

describe('SQLite, configured so', () => {
  let folder: string;
  let filename: string;
  let strapi: Knex;
  let command: Knex;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
    filename = path.join(folder, 'data.db');
    const { pool } = database(reading({})).connection as unknown as { pool: Knex.PoolConfig };
    const connection = { client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true };
    strapi = knex({ ...connection, pool });
    command = knex(connection);
    await strapi.schema.createTable('notes', (table) => void table.string('text'));
  });
  afterEach(async () => {
    await strapi.destroy();
    await command.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets a transaction that read first write in the end, whoever else would write meanwhile', async () => {
    await command.raw('pragma busy_timeout = 0');
    const transaction = await strapi.transaction();
    expect(await transaction('notes').select()).toEqual([]);
    await expect(command('notes').insert({ text: 'beside' })).rejects.toThrow('database is locked');
    await transaction('notes').insert({ text: 'first' });
    await transaction.commit();
    await command('notes').insert({ text: 'then' });
    expect(await strapi('notes').pluck('text')).toEqual(['first', 'then']);
  });
});
