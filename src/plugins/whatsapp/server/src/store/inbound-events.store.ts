import type { Core } from '@strapi/strapi';
import type { BridgeEvent } from '../../../contracts/bridge';
import { shapeOf } from './columns';
import { connectionOf, isPostgres, newRow, TABLES, type Connection, type Trx } from './database';
import type { InboundEventRow } from './rows';
import { scoped } from './scoped';
import { insertNew, updateEach } from './set-wise';

/** One change of a webhook, before anybody looked whose it is. */
export interface LogEntry {
  key: string;
  webhookKey: string;
  appFingerprint: string;
  field: string | null;
  phoneNumberId: string | null;
  businessAccountId: string | null;
  /** Why (a part of) it could not be understood. */
  detail: string | null;
  payload: string;
  events: BridgeEvent[];
  receivedAt: Date;
}

/**
 * Writes down what came, to be processed afterwards. What came before (Meta repeats) is there already and stays as it is.
 * One statement, and so one commit.
 */
export const insertLog = async (connection: Connection, entries: LogEntry[], now: Date): Promise<void> => {
  await insertNew(
    connection,
    TABLES.inboundEvents,
    entries.map((entry) => newRow({ ...entry, state: 'waiting' }, now)),
    ['key'],
    ['id'],
  );
};

/** What was written down and not processed yet. */
export interface WaitingEvent
  extends Pick<
    LogEntry,
    'appFingerprint' | 'phoneNumberId' | 'businessAccountId' | 'detail' | 'events' | 'receivedAt'
  > {
  id: number;
  /** In whose quarantine it waited for its number; null = it has just come. */
  tenantId: number | null;
  /** Null in lines older than this column. */
  webhookKey: string | null;
}

const waitingShape = shapeOf<WaitingEvent>([
  'id',
  'tenantId',
  'webhookKey',
  'appFingerprint',
  'phoneNumberId',
  'businessAccountId',
  'detail',
  'events',
  'receivedAt',
]);

/** Takes the oldest for this transaction; other processes skip them and take the next. */
export const claimWaiting = async (
  trx: Trx,
  { limit, only }: { limit: number; only?: number },
): Promise<WaitingEvent[]> => {
  const query = scoped(trx, TABLES.inboundEvents)
    .select(waitingShape.select())
    .where({ state: 'waiting' })
    .orderBy('id')
    .limit(limit);
  if (only !== undefined) void query.where({ id: only });
  if (isPostgres(trx)) void query.forUpdate().skipLocked();
  // Whoever sets an old line back to `waiting` by hand finds its events gone: that must not hold up the others.
  return (await query).map(waitingShape.read).map((row) => ({ ...row, events: row.events ?? [] }));
};

/** What became of a row. `events` are kept only for what is quarantined, for its replay. */
export interface Settled {
  id: number;
  state: 'processed' | 'quarantined';
  reason: string | null;
  detail: string | null;
  tenantId: number | null;
  channelId: number | null;
  events: BridgeEvent[] | null;
}

export const settleEvents = (connection: Connection, settled: Settled[]): Promise<void> =>
  updateEach(
    connection,
    TABLES.inboundEvents,
    {
      state: 'text',
      reason: 'text',
      detail: 'text',
      tenantId: 'integer',
      channelId: 'integer',
      events: 'json',
    },
    settled.map((row) => ({ ...row })),
  );

interface Awaited {
  phoneNumberId: string;
  businessAccountId: string | null;
  appFingerprint: string;
}

/**
 * What waits for exactly this number of this Meta app, or for its business account as a whole, is to be processed. It
 * keeps its reason until then: only what waited for its number may go to another company than that of its address.
 */
export const requeueForNumber = async (
  connection: Connection,
  { phoneNumberId, businessAccountId, appFingerprint }: Awaited,
): Promise<number> =>
  scoped(connection, TABLES.inboundEvents)
    .where({ state: 'quarantined', reason: 'unknown-number', app_fingerprint: appFingerprint })
    .andWhere((either) => {
      void either
        .where({ phone_number_id: phoneNumberId })
        .orWhere({ phone_number_id: null, business_account_id: businessAccountId });
    })
    .update({ state: 'waiting' });

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

/** Forgets processed webhooks after their time. What is quarantined stays until somebody decides. */
export const pruneLog = async (strapi: Core.Strapi, before: Date): Promise<number> =>
  scoped(connectionOf(strapi), TABLES.inboundEvents)
    .where({ state: 'processed' })
    .andWhere('received_at', '<', before)
    .delete();
