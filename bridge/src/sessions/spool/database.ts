import { chmodSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Statement {
  run(...parameters: unknown[]): { changes: number };
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
}

/** The part of better-sqlite3, which comes without types, that is used here. */
export interface Database {
  pragma(statement: string): unknown;
  exec(statements: string): void;
  prepare(statement: string): Statement;
  transaction<Arguments extends unknown[], Result>(
    run: (...parameters: Arguments) => Result,
  ): { immediate(...parameters: Arguments): Result };
  close(): void;
}

const openDatabase = createRequire(__filename)('better-sqlite3') as new (file: string) => Database;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fence INTEGER NOT NULL,
    origin TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    event TEXT,
    committed_at INTEGER,
    UNIQUE (channel_id, key)
  );
  CREATE INDEX IF NOT EXISTS events_waiting ON events (channel_id, id) WHERE committed_at IS NULL;
  CREATE INDEX IF NOT EXISTS events_done ON events (committed_at) WHERE committed_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS sent (
    channel_id TEXT NOT NULL,
    client_ref TEXT,
    fingerprint TEXT,
    message_id TEXT,
    serialized_id TEXT,
    ack INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL,
    UNIQUE (channel_id, client_ref),
    UNIQUE (channel_id, message_id)
  );
  CREATE INDEX IF NOT EXISTS sent_age ON sent (at);
  CREATE TABLE IF NOT EXISTS logins (
    channel_id TEXT PRIMARY KEY,
    linked_at INTEGER NOT NULL,
    heard_at INTEGER,
    fence INTEGER NOT NULL
  );
`;

/** How long one process waits while another one writes. */
const BUSY_MS = 10_000;

export const SPOOL_FILE = 'spool.sqlite';

/**
 * The file in the sessions' folder. Workers write to it and the bridge reads from it, each through a connection of its
 * own. `synchronous = FULL`: what was written survives the machine, not only the process.
 */
export const openSpoolDatabase = (folder: string): Database => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, SPOOL_FILE);
  const database = new openDatabase(file);
  chmodSync(file, 0o600);
  database.pragma(`busy_timeout = ${BUSY_MS}`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // What was handed on shall not lie about in the file's free space.
  database.pragma('secure_delete = ON');
  database.exec(SCHEMA);
  return database;
};
