import path from 'node:path';
import type { Core } from '@strapi/strapi';

/** The part of better-sqlite3's connection that is used here. */
interface SqliteConnection {
  pragma(statement: string): unknown;
  prepare(statement: string): unknown;
}

/**
 * SQLite lets a transaction that has only read go on to write when nobody wrote since, and else fails it at once with
 * "database is locked". A transaction that takes its turn as a writer at the beginning waits instead: for a backup, or for a
 * command that runs beside the server.
 */
const beginAsWriter = (connection: SqliteConnection): void => {
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (statement) => prepare(statement === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : statement);
};

const ROOT = path.resolve(__dirname, '..', '..');

/** Compiled to dist/config: two levels below the project. */
const fromRoot = (filename: string): string => path.resolve(ROOT, filename);

const sqlite = ({ env }: Core.Config.Shared.ConfigParams) => ({
  client: 'sqlite' as const,
  connection: { filename: fromRoot(env('DATABASE_FILENAME', '.tmp/data.db')) },
  useNullAsDefault: true,
  pool: {
    // One writer is all that SQLite has; a second connection would only meet "database is locked".
    min: 1,
    max: 1,
    afterCreate(raw: unknown, done: (error?: Error, connection?: unknown) => void) {
      const connection = raw as SqliteConnection;
      connection.pragma('journal_mode = WAL');
      // Meta is told 200 when a message is committed. With NORMAL a power cut may take the last commits back.
      connection.pragma('synchronous = FULL');
      connection.pragma('busy_timeout = 5000');
      beginAsWriter(connection);
      done(undefined, connection);
    },
  },
});

const postgres = ({ env }: Core.Config.Shared.ConfigParams) => ({
  client: 'postgres' as const,
  connection: {
    connectionString: env('DATABASE_URL'),
    host: env('DATABASE_HOST', 'localhost'),
    port: env.int('DATABASE_PORT', 5432),
    database: env('DATABASE_NAME', 'whatsapp'),
    user: env('DATABASE_USERNAME', 'whatsapp'),
    password: env('DATABASE_PASSWORD', ''),
    ssl: env.bool('DATABASE_SSL', false) && {
      ca: env('DATABASE_SSL_CA'),
      rejectUnauthorized: env.bool('DATABASE_SSL_REJECT_UNAUTHORIZED', true),
    },
    schema: env('DATABASE_SCHEMA', 'public'),
  },
  pool: { min: env.int('DATABASE_POOL_MIN', 2), max: env.int('DATABASE_POOL_MAX', 10) },
});

const config = (params: Core.Config.Shared.ConfigParams): Core.Config.Database => {
  const { env } = params;
  const client = env('DATABASE_CLIENT', 'sqlite');
  if (client !== 'sqlite' && client !== 'postgres') {
    throw new Error(
      `DATABASE_CLIENT is "${client}": use "sqlite" or "postgres". No other database keeps the promises about messages and ` +
        'companies (docs/decisions/0010-mysql.md).',
    );
  }
  return {
    connection: {
      ...(client === 'sqlite' ? sqlite(params) : postgres(params)),
      acquireConnectionTimeout: env.int('DATABASE_CONNECTION_TIMEOUT', 60_000),
    },
    settings: { useTypescriptMigrations: true },
  };
};

export default config;
