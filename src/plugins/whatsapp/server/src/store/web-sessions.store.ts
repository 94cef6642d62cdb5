import type { Core } from '@strapi/strapi';
import { columnOf, shapeOf, toColumn } from './columns';
import { connectionOf, isPostgres, newRow, TABLES, type Connection, type Trx } from './database';
import type { WebSessionRow } from './rows';
import { expression, insertScoped, joinScoped, scoped } from './scoped';

const shape = shapeOf<WebSessionRow>([
  'id',
  'documentId',
  'tenantId',
  'channelId',
  'wish',
  'restarts',
  'takesGroups',
  'newContactsPerDay',
  'state',
  'stateReason',
  'stateAt',
  'nextTryAt',
  'codeAt',
  'importedPercent',
  'phoneNumber',
  'profileName',
  'bridgeId',
  'bridgeUrl',
  'fence',
  'leaseUntil',
  'backupKey',
  'backupFence',
  'backupAt',
]);

/** With the name that the bridge knows its channel by. */
export interface NamedSession extends WebSessionRow {
  channelDocumentId: string;
}

const named = (connection: Connection) =>
  joinScoped(scoped(connection, TABLES.webSessions, 's'), {
    table: TABLES.channels,
    alias: 'c',
    of: 's',
    by: 'channel_id',
  })
    .select(shape.select('s'))
    .select({ channelDocumentId: 'c.document_id' })
    .orderBy('s.id');

const readNamed = (raw: unknown): NamedSession => ({
  ...shape.read(raw),
  channelDocumentId: (raw as NamedSession).channelDocumentId,
});

export const listSessions = async (strapi: Core.Strapi, tenantId: number): Promise<WebSessionRow[]> =>
  (
    (await scoped(connectionOf(strapi), TABLES.webSessions)
      .select(shape.select())
      .where({ tenant_id: tenantId })) as unknown[]
  ).map(shape.read);

export const findSession = async (
  connection: Connection,
  where: { tenantId: number; channelId: number },
): Promise<WebSessionRow | null> => {
  const [row] = (await scoped(connection, TABLES.webSessions)
    .select(shape.select())
    .where({ tenant_id: where.tenantId, channel_id: where.channelId })
    .limit(1)) as unknown[];
  return row ? shape.read(row) : null;
};

/** The session of a channel that was just made in this transaction. */
export const insertSession = async (
  trx: Trx,
  { tenantId, channelId, takesGroups }: { tenantId: number; channelId: string; takesGroups: boolean },
  now: Date,
): Promise<void> => {
  const [channel] = (await scoped(trx, TABLES.channels)
    .select('id')
    .where({ tenant_id: tenantId, document_id: channelId })) as { id: number }[];
  if (!channel) throw new Error('A session belongs to a channel');
  const fresh = { wish: 'stopped', state: 'stopped', restarts: 0, fence: 0, stateAt: now };
  const row = newRow({ ...fresh, tenantId, channelId: channel.id, takesGroups }, now);
  await insertScoped(trx, TABLES.webSessions, [row]);
};

type Writable = Partial<Omit<WebSessionRow, 'id' | 'documentId' | 'tenantId' | 'channelId'>>;

const columnsOf = (change: Writable, now: Date): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(change).map(([field, value]) => [columnOf(field), toColumn(value)])),
  updated_at: now,
});

export const updateSession = async (
  connection: Connection,
  id: number,
  change: Writable,
  now: Date,
): Promise<void> => {
  await scoped(connection, TABLES.webSessions).where({ id }).update(columnsOf(change, now));
};

/** A person wants it started anew. */
export const countRestart = async (connection: Connection, id: number, now: Date): Promise<void> => {
  await scoped(connection, TABLES.webSessions)
    .where({ id })
    .update({ wish: 'running', restarts: expression(connection, 'restarts + 1'), updated_at: now });
};

/** What a bridge has at present. Locked: its next heartbeat waits for this one. */
export const lockSessionsOf = async (trx: Trx, bridgeId: string): Promise<NamedSession[]> => {
  const query = named(trx).where({ 's.bridge_id': bridgeId }).whereNotNull('s.lease_until');
  if (isPostgres(trx)) void query.forUpdate('s');
  return ((await query) as unknown[]).map(readNamed);
};

/** One session, by the name of its channel. */
export const findSessionOf = async (
  connection: Connection,
  channelDocumentId: string,
): Promise<NamedSession | null> => {
  const [row] = (await named(connection).where({ 'c.document_id': channelDocumentId })) as unknown[];
  return row ? readNamed(row) : null;
};

/** The same, until the transaction ends. */
export const lockSessionOf = async (trx: Trx, channelDocumentId: string): Promise<NamedSession | null> => {
  const query = named(trx).where({ 'c.document_id': channelDocumentId });
  if (isPostgres(trx)) void query.forUpdate('s');
  const [row] = (await query) as unknown[];
  return row ? readNamed(row) : null;
};

/** So long the bridge that has the login on its disk is the only one that may start a session. */
const HOME_FIRST_MS = 15_000;

/**
 * Gives a bridge sessions that shall run and that nobody has, at most `limit`. A login lies on the disk of the bridge that
 * had it last, and that one goes first; where a copy is kept, another one may go on with it after a while.
 */
export const claimSessions = async (
  trx: Trx,
  { bridgeId, bridgeUrl, limit }: { bridgeId: string; bridgeUrl: string; limit: number },
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<NamedSession[]> => {
  const free = scoped(trx, TABLES.webSessions, 's')
    .select('s.id')
    .whereIn('s.wish', ['running', 'unlinked'])
    .andWhere((lease) => {
      void lease.whereNull('s.lease_until').orWhere('s.lease_until', '<', now);
    })
    .andWhere((home) => {
      void home
        .whereNull('s.bridge_id')
        .orWhere('s.bridge_id', bridgeId)
        .orWhere((copied) => {
          void copied
            .whereNotNull('s.backup_key')
            .andWhere('s.updated_at', '<', new Date(now.getTime() - HOME_FIRST_MS));
        });
    })
    .orderBy('s.id')
    .limit(limit);
  if (isPostgres(trx)) void free.forUpdate('s').skipLocked();
  const ids = ((await free) as { id: number }[]).map(({ id }) => id);
  if (ids.length === 0) return [];
  await scoped(trx, TABLES.webSessions)
    .whereIn('id', ids)
    .update({
      bridge_id: bridgeId,
      bridge_url: bridgeUrl,
      fence: expression(trx, 'fence + 1'),
      lease_until: leaseUntil,
      updated_at: now,
    });
  return ((await named(trx).whereIn('s.id', ids)) as unknown[]).map(readNamed);
};

/** So long as a bridge says that it lives, its sessions are its own. */
export const renewSessions = async (
  trx: Trx,
  ids: number[],
  { bridgeUrl, leaseUntil }: { bridgeUrl: string; leaseUntil: Date },
): Promise<void> => {
  await scoped(trx, TABLES.webSessions)
    .whereIn('id', ids)
    .update({ bridge_url: bridgeUrl, lease_until: leaseUntil });
};
