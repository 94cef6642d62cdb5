import type { Core } from '@strapi/strapi';
import type { BridgeEvent } from '../../../contracts/bridge';
import { columnOf, shapeOf, toColumn } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { InboundEventRow } from './rows';
import { scoped } from './scoped';
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
    await scoped(connectionOf(strapi), TABLES.inboundEvents)
      .select(shape.select())
      .where({ tenant_id: tenantId, state: 'quarantined' })
      .orderBy('received_at', 'desc')
      .limit(limit)
  ).map(shape.read);

export interface Replayable {
  id: number;
  /** Why a part of it could not be understood. */
  detail: string | null;
  events: BridgeEvent[];
  receivedAt: Date;
}

interface Awaited {
  phoneNumberId: string;
  businessAccountId: string | null;
  appFingerprint: string;
  limit: number;
}

/** What waits for exactly this number of this Meta app, or for its business account as a whole; the oldest first. */
export const findReplayable = async (
  connection: Connection,
  { phoneNumberId, businessAccountId, appFingerprint, limit }: Awaited,
): Promise<Replayable[]> => {
  const replayable = shapeOf<Replayable>(['id', 'detail', 'events', 'receivedAt']);
  return (
    await scoped(connection, TABLES.inboundEvents)
      .select(replayable.select())
      .where({ state: 'quarantined', reason: 'unknown-number', app_fingerprint: appFingerprint })
      .andWhere((either) => {
        void either
          .where({ phone_number_id: phoneNumberId })
          .orWhere({ phone_number_id: null, business_account_id: businessAccountId });
      })
      .orderBy([{ column: 'received_at' }, { column: 'id' }])
      .limit(limit)
  ).map(replayable.read);
};

type Verdict = Pick<LogEntry, 'state' | 'reason'>;

/** What was waiting has found its channel: it is no longer kept for a replay. */
export const settleWaiting = async (
  connection: Connection,
  ids: number[],
  owner: { tenantId: number; channelId: number },
  verdict: Verdict,
): Promise<void> => {
  const change = { ...verdict, ...owner, events: null };
  await scoped(connection, TABLES.inboundEvents)
    .whereIn('id', ids)
    .update(
      Object.fromEntries(Object.entries(change).map(([field, value]) => [columnOf(field), toColumn(value)])),
    );
};

/** Forgets processed webhooks after their time. What is quarantined stays until somebody decides. */
export const pruneLog = async (strapi: Core.Strapi, before: Date): Promise<number> =>
  scoped(connectionOf(strapi), TABLES.inboundEvents)
    .where({ state: 'processed' })
    .andWhere('received_at', '<', before)
    .delete();
