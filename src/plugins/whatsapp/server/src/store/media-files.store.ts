import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { MediaState } from '../../../contracts/media';
import { chunks } from '../kit/chunks';
import { sharedClock } from '../kit/clock';
import { columnOf, shapeOf, toColumn } from './columns';
import { connectionOf, isPostgres, newRow, TABLES, type Connection } from './database';
import type { MediaFileRow, WaitingFileRow } from './rows';
import { expression, leftJoinScoped, scoped } from './scoped';
import { insertNew } from './set-wise';

const shape = shapeOf<MediaFileRow>([
  'id',
  'documentId',
  'tenantId',
  'channelId',
  'messageId',
  'mediaId',
  'state',
  'reason',
  'mimeType',
  'fileName',
  'sizeBytes',
  'digest',
  'storageKey',
  'attempts',
  'askedAt',
  'createdAt',
]);

/** Files with the names that others know company and channel by. Those of a company that is gone are not among them. */
const files = (connection: Connection): Knex.QueryBuilder =>
  leftJoinScoped(scoped(connection, TABLES.mediaFiles, 'f'), {
    table: TABLES.channels,
    alias: 'c',
    of: 'f',
    by: 'channel_id',
  })
    .join({ t: TABLES.tenants }, 't.id', 'f.tenant_id')
    .select(shape.select('f'))
    .select({ channelDocumentId: 'c.document_id', tenantDocumentId: 't.document_id' });

export type NewMediaFile = Pick<
  WaitingFileRow,
  'tenantId' | 'channelId' | 'messageId' | 'mediaId' | 'fileName' | 'digest'
>;

/** Files that wait to be fetched, one per message: a second one for the same message is left out. */
export const insertMediaFiles = async (
  connection: Connection,
  waiting: NewMediaFile[],
  now: Date,
): Promise<void> => {
  await insertNew(
    connection,
    TABLES.mediaFiles,
    waiting.map((file) => newRow({ ...file, state: 'waiting', attempts: 0, dueAt: sharedClock.now() }, now)),
    ['message_id'],
    ['id'],
  );
};

/**
 * Takes the files whose turn has come. Each is its taker's until `leaseUntil`; nobody else gets it meanwhile, also from
 * another process. `attempts` is the number of the taking: only the last one may settle the file.
 */
export const claimDueFiles = async (
  strapi: Core.Strapi,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<WaitingFileRow[]> =>
  connectionOf(strapi).transaction(async (trx) => {
    const due = scoped(trx, TABLES.mediaFiles, 'f')
      .select('f.id')
      .where('f.state', 'waiting')
      .where('f.due_at', '<=', now)
      .orderBy('f.due_at')
      .limit(limit);
    if (isPostgres(trx)) void due.forUpdate('f').skipLocked();
    const ids = ((await due) as { id: number }[]).map(({ id }) => id);
    if (ids.length === 0) return [];

    await scoped(trx, TABLES.mediaFiles)
      .whereIn('id', ids)
      .update({ due_at: leaseUntil, attempts: expression(trx, 'attempts + 1') });
    return ((await files(trx).whereIn('f.id', ids)) as unknown[]).map(
      (row) => shape.read(row) as WaitingFileRow,
    );
  });

export type Claim = Pick<MediaFileRow, 'id' | 'attempts'>;

const mine = (connection: Connection, { id, attempts }: Claim) =>
  scoped(connection, TABLES.mediaFiles).where({ id, attempts, state: 'waiting' });

/** Longer hold on a file, or its next turn after a try in vain. Nothing happens when somebody else has it by now. */
export const deferFile = async (strapi: Core.Strapi, claim: Claim, until: Date): Promise<void> => {
  await mine(connectionOf(strapi), claim).update({ due_at: until });
};

export type FileOutcome =
  | (Pick<MediaFileRow, 'mimeType' | 'sizeBytes' | 'digest' | 'storageKey'> & { state: 'ready' })
  | { state: 'too-large' | 'lost'; reason: string };

/** Whether the file was still this taker's to settle. Only inside `changeTenants`. */
export const settleFile = async (
  connection: Connection,
  claim: Claim,
  outcome: FileOutcome,
): Promise<boolean> => {
  const change = Object.entries({ reason: null, ...outcome, dueAt: null });
  const count: number = await mine(connection, claim).update(
    Object.fromEntries(change.map(([field, value]) => [columnOf(field), toColumn(value)])),
  );
  return count === 1;
};

/** A person wants what was too large to be fetched by itself. False: it is not so any more. Only inside `changeTenants`. */
export const askForFile = async (connection: Connection, id: number): Promise<boolean> => {
  const now = sharedClock.now();
  const count: number = await scoped(connection, TABLES.mediaFiles)
    .where({ id, state: 'too-large' })
    .update({ state: 'waiting', reason: null, due_at: now, asked_at: now });
  return count === 1;
};

export const findMediaFile = async (
  strapi: Core.Strapi,
  where:
    | { 'f.tenant_id': number; 'f.document_id': string }
    | { 'f.tenant_id': number; 'f.message_id': number }
    /** Asked by the bridge, which sends for every company. */
    | { 'f.document_id': string },
): Promise<MediaFileRow | null> => {
  const [row] = (await files(connectionOf(strapi)).where(where).limit(1)) as unknown[];
  return row ? shape.read(row) : null;
};

/** How far the files of a page of messages are. */
export const mediaStatesOf = async (
  connection: Connection,
  messageIds: number[],
): Promise<Map<number, MediaState>> => {
  if (messageIds.length === 0) return new Map();
  const rows = (await scoped(connection, TABLES.mediaFiles)
    .select('message_id', 'state')
    .whereIn('message_id', messageIds)) as { message_id: number; state: MediaState }[];
  return new Map(rows.map((row) => [Number(row.message_id), row.state]));
};

const KEYS_PER_QUERY = 500;
/** What lies in the folder: files of messages, and copies of WhatsApp Web logins. */
const NAMING_FILES = [
  [TABLES.mediaFiles, 'storage_key'],
  [TABLES.webSessions, 'backup_key'],
] as const;

/** Those of these keys that a row knows. */
export const knownStorageKeys = async (strapi: Core.Strapi, keys: string[]): Promise<Set<string>> => {
  const known = new Set<string>();
  for (const part of chunks(keys, KEYS_PER_QUERY)) {
    for (const [table, column] of NAMING_FILES) {
      const rows = (await scoped(connectionOf(strapi), table)
        .select({ key: column })
        .whereIn(column, part)) as { key: string }[];
      rows.forEach(({ key }) => known.add(key));
    }
  }
  return known;
};
