import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { knex } from 'knex';
import type { Knex } from 'knex';
import { administer, postgresUrl } from './postgres';

export type DatabaseKind = 'sqlite' | 'postgres';

/** An empty database of its own, what Strapi must be told to use it, and how a test looks into it. */
export interface TestDatabase {
  kind: DatabaseKind;
  env: Record<string, string>;
  drop(): Promise<void>;
}

/** Enough to open the same database again in another process. */
export type DatabaseAddress = Pick<TestDatabase, 'kind' | 'env'>;

export const createTestDatabase = async (kind: DatabaseKind, folder: string): Promise<TestDatabase> => {
  if (kind === 'sqlite') {
    const env = { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(folder, 'data.db') };
    return { kind, env, drop: async () => undefined }; // goes with its folder
  }
  const server = await postgresUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    kind,
    env: { DATABASE_CLIENT: 'postgres', DATABASE_URL: url.href },
    drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
};

/** A second connection beside Strapi's own. Destroy it when done. */
export const openDatabase = ({ kind, env }: DatabaseAddress): Knex => {
  if (kind === 'postgres')
    return knex({ client: 'pg', connection: env.DATABASE_URL, pool: { min: 0, max: 4 } });
  return knex({
    client: 'better-sqlite3',
    connection: { filename: env.DATABASE_FILENAME ?? '' },
    useNullAsDefault: true,
  });
};
