import type { Core } from '@strapi/strapi';
import type { BridgeEvent } from '../../../contracts/bridge';
import { columnOf, shapeOf, toColumn } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { InboundEventRow } from './rows';
import { insertNew } from './set-wise';

export interface LogEntry {
  tenantId: number | null;
  channelId: number | null;
  key: string;
  state: 'processed' | 'quarantined';
  reason: string | null;
  detail: string | null;
  field: string | null;
  phoneNumberId: string | null;
  businessAccountId: string | null;
  appFingerprint: string | null;
  payload: string;
  /** Kept only for what is quarantined. */
  events: BridgeEvent[] | null;
  receivedAt: Date;
}

/** Writes the log. What came before (Meta repeats) is there already and stays as it is. */
export const insertLog = async (connection: Connection, entries: LogEntry[], now: Date): Promise<void> => {
  await insertNew(
    connection,
    TABLES.inboundEvents,
    entries.map((entry) => newRow({ ...entry }, now)),
    ['key'],
    ['id'],
  );
};

const shape = shapeOf<InboundEventRow>([
  'id',
  'documentId',
  'tenantId',
  'reason',
  'detail',
  'field',
  'phoneNumberId',
  'receivedAt',
]);

export const listQuarantine = async (
  strapi: Core.Strapi,
  tenantId: number,
  limit: number,
): Promise<InboundEventRow[]> =>
  (
    await connectionOf(strapi)(TABLES.inboundEvents)
      .select(shape.select())
      .where({ tenant_id: tenantId, state: 'quarantined' })
      .orderBy('received_at', 'desc')
      .limit(limit)
  ).map(shape.read);

export interface Replayable {
  id: number;
  phoneNumberId: string | null;
  businessAccountId: string | null;
  appFingerprint: string;
  events: BridgeEvent[];
  receivedAt: Date;
}

/** What waits for exactly this number of this Meta app, the oldest first. */
export const findReplayable = async (
  connection: Connection,
  { phoneNumberId, appFingerprint, limit }: { phoneNumberId: string; appFingerprint: string; limit: number },
): Promise<Replayable[]> => {
  const replayable = shapeOf<Replayable>([
    'id',
    'phoneNumberId',
    'businessAccountId',
    'appFingerprint',
    'events',
    'receivedAt',
  ]);
  return (
    await connection(TABLES.inboundEvents)
      .select(replayable.select())
      .where({
        state: 'quarantined',
        reason: 'unknown-number',
        phone_number_id: phoneNumberId,
        app_fingerprint: appFingerprint,
      })
      .orderBy([{ column: 'received_at' }, { column: 'id' }])
      .limit(limit)
  ).map(replayable.read);
};

export const markProcessed = async (
  connection: Connection,
  ids: number[],
  owner: { tenantId: number; channelId: number },
): Promise<void> => {
  const change = { state: 'processed', reason: null, events: null, ...owner };
  await connection(TABLES.inboundEvents)
    .whereIn('id', ids)
    .update(
      Object.fromEntries(Object.entries(change).map(([field, value]) => [columnOf(field), toColumn(value)])),
    );
};

/** Forgets processed webhooks after their time. What is quarantined stays until somebody decides. */
export const pruneLog = async (strapi: Core.Strapi, before: Date): Promise<number> =>
  connectionOf(strapi)(TABLES.inboundEvents)
    .where({ state: 'processed' })
    .andWhere('received_at', '<', before)
    .delete();
