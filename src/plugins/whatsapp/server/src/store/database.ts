import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { newDocumentId } from '../kit/ids';
import { toColumns } from './columns';

export type Trx = Knex.Transaction;
/** What a query may run on: the pool, or a transaction. */
export type Connection = Knex | Trx;

export const TABLES = {
  tenants: 'whatsapp_tenants',
  members: 'whatsapp_members',
  channels: 'whatsapp_channels',
  contacts: 'whatsapp_contacts',
  addresses: 'whatsapp_contact_addresses',
  conversations: 'whatsapp_conversations',
  messages: 'whatsapp_messages',
  inboundEvents: 'whatsapp_inbound_events',
  mediaFiles: 'whatsapp_media_files',
  auditEntries: 'whatsapp_audit_entries',
  idempotencyKeys: 'whatsapp_idempotency_keys',
  webSessions: 'whatsapp_web_sessions',
} as const;
export type Table = (typeof TABLES)[keyof typeof TABLES];

export const connectionOf = (strapi: Core.Strapi): Knex => strapi.db.connection;

/** Asked of the dialect: the configured name of the client is Strapi's to translate (`postgres` becomes `pg`). */
export const isPostgres = (connection: Connection): boolean =>
  (connection.client as { dialect: unknown }).dialect === 'postgresql';

/** A raw query's rows: `pg` wraps them, better-sqlite3 does not. */
export const rowsOf = <Row>(result: unknown): Row[] =>
  (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Row[];

/** Strapi types the callbacks of a transaction as `any`. */
interface StrapiTransaction {
  trx: Trx;
  onCommit(run: () => void): void;
}

/**
 * All that `work` writes is kept, or nothing. Joins a transaction that Strapi already runs for the caller: SQLite has one
 * connection, and waiting for a second one would wait for ever.
 *
 * `afterCommit` runs once the rows are really there. We keep that list ourselves: Strapi's own is shared between
 * transactions that were started from the same finished one.
 */
export const inTransaction = async <Result>(
  strapi: Core.Strapi,
  work: (trx: Trx, afterCommit: (run: () => void) => void) => Promise<Result>,
): Promise<Result> => {
  const callbacks: (() => void)[] = [];
  const run = (trx: Trx) => work(trx, (callback) => callbacks.push(callback));

  if (strapi.db.inTransaction()) {
    return strapi.db.transaction(async ({ trx, onCommit }: StrapiTransaction) => {
      const result = await run(trx);
      onCommit(() => callbacks.forEach((callback) => callback()));
      return result;
    });
  }

  const result = await strapi.db.connection.transaction(run);
  callbacks.forEach((callback) => callback());
  return result;
};

/**
 * The same in a transaction of Strapi's own, which its services join: what they write is kept together with ours. Calls
 * of `inTransaction` inside join it, too.
 */
export const inStrapiTransaction = async <Result>(
  strapi: Core.Strapi,
  work: (trx: Trx, afterCommit: (run: () => void) => void) => Promise<Result>,
): Promise<Result> => {
  if (strapi.db.inTransaction()) return inTransaction(strapi, work);
  const callbacks: (() => void)[] = [];
  const result = await strapi.db.transaction(({ trx }: StrapiTransaction) =>
    work(trx, (callback) => callbacks.push(callback)),
  );
  callbacks.forEach((callback) => callback());
  return result;
};

/** Reads within Strapi's running transaction, or outside of any. Opens none. */
export const inRunningTransaction = async <Result>(
  strapi: Core.Strapi,
  read: (connection: Connection) => Promise<Result>,
): Promise<Result> => {
  if (!strapi.db.inTransaction()) return read(connectionOf(strapi));
  return strapi.db.transaction(async ({ trx }: StrapiTransaction) => read(trx));
};

/** Errors after which the same transaction, run again, may well succeed: deadlock, serialisation, a busy SQLite. */
const TRANSIENT = new Set(['40P01', '40001', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);

export const isTransient = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && TRANSIENT.has(String(error.code));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** SQLSTATE 22 (data), 23 (constraints), 42 (statements), and what SQLite says instead. */
const DATA_FAULT = /^(22|23|42)[0-9A-Z]{3}$|^SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG|ERROR)/;
const LOST_CONNECTION = /connection|terminated|timeout|timed out|ECONN|EPIPE/i;

/**
 * Whether the same work would fail again on a healthy database: the data or our own code is at fault. False for whatever
 * a database says that is away, full, read-only or overloaded, also where the driver gives no code.
 */
export const isDataFault = (error: unknown): boolean => {
  if (codeOf(error)) return DATA_FAULT.test(codeOf(error));
  return error instanceof Error && error.name !== 'KnexTimeoutError' && !LOST_CONNECTION.test(error.message);
};

const UNIQUE_VIOLATIONS = new Set(['23505', 'SQLITE_CONSTRAINT_UNIQUE']);

export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && UNIQUE_VIOLATIONS.has(String(error.code));

/** The columns that Strapi expects on every row of a content type. */
export const newRow = (row: Record<string, unknown>, now: Date): Record<string, unknown> =>
  toColumns({ documentId: newDocumentId(), createdAt: now, updatedAt: now, publishedAt: now, ...row });
