import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { BridgeEvent } from '../../../contracts/bridge';
import { shapeOf } from './columns';
import { connectionOf, isPostgres, newRow, TABLES, type Connection, type Trx } from './database';
import { scoped, systemStatement } from './scoped';
import { insertNew, updateEach } from './set-wise';

/** The adapter's reading as a line holds it: in the clear, or encrypted. Only `ingest/` opens it. */
export type StoredEvents = BridgeEvent[] | { sealed: string };

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
  /** Bytes of the payload as it came. */
  sizeBytes: number;
  events: StoredEvents;
  receivedAt: Date;
  /** Null where the bridge told none. */
  trace: string | null;
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
    'appFingerprint' | 'phoneNumberId' | 'businessAccountId' | 'detail' | 'events' | 'receivedAt' | 'trace'
  > {
  id: number;
  /** In whose quarantine it waited for its number; null = it has just come. */
  tenantId: number | null;
  /** Why it lay in quarantine before; null = it has just come. */
  reason: string | null;
  /** Null in lines older than this column. */
  webhookKey: string | null;
}

const waitingShape = shapeOf<WaitingEvent>([
  'id',
  'tenantId',
  'reason',
  'webhookKey',
  'appFingerprint',
  'phoneNumberId',
  'businessAccountId',
  'detail',
  'events',
  'receivedAt',
  'trace',
]);

/** Of the locks that a database keeps by number, ours for numbers of WhatsApp. */
const LOCKS_OF_NUMBERS = 0x5741;
const LOCK = "hashtext(coalesce(phone_number_id, ''))";
/** Looked through for numbers that nobody processes at present: the first may all be of one that somebody does. */
const LOOKED_THROUGH = 1_000;

/**
 * Numbers whose webhooks this transaction alone processes. WhatsApp's times are whole seconds: within one, the order of a
 * chat is that of processing, which two processes would each have their own of. No more numbers than fill the batch, those
 * that wait longest first: of a backlog other processes take the others.
 */
const lockFreeNumbers = async (trx: Trx, limit: number): Promise<(string | null)[]> => {
  const statement = systemStatement(
    trx,
    `with waiting as materialized (
       select phone_number_id, count(*) as size from (
         select id, phone_number_id from ${TABLES.inboundEvents} where state = 'waiting' order by id limit ?) oldest
       group by phone_number_id order by min(id))
     select phone_number_id from waiting where pg_try_advisory_xact_lock(?, ${LOCK})
     limit (select coalesce(ceil(? / avg(size)), 0) from waiting)`,
    [LOOKED_THROUGH, LOCKS_OF_NUMBERS, limit],
  );
  const { rows } = (await statement) as { rows: { phone_number_id: string | null }[] };
  return rows.map(({ phone_number_id: number }) => number);
};

/** Waits for whoever processes others of the number at present. */
const lockNumberOf = async (trx: Trx, id: number): Promise<void> => {
  await systemStatement(
    trx,
    `select pg_advisory_xact_lock(?, ${LOCK}) from ${TABLES.inboundEvents} where id = ?`,
    [LOCKS_OF_NUMBERS, id],
  );
};

const ofNumbers = (query: Knex.QueryBuilder, numbers: (string | null)[]): void => {
  const named = numbers.filter((number) => number !== null);
  void query.andWhere((either) => {
    void either.whereIn('phone_number_id', named);
    if (named.length < numbers.length) void either.orWhereNull('phone_number_id');
  });
};

/**
 * Takes the oldest for this transaction, those of one number by one process at a time; other processes take those of other
 * numbers.
 */
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
  if (isPostgres(trx)) {
    // A statement of its own before the claim: that one then sees what the former holder of the lock has committed.
    if (only !== undefined) await lockNumberOf(trx, only);
    else {
      const numbers = await lockFreeNumbers(trx, limit);
      if (numbers.length === 0) return [];
      ofNumbers(query, numbers);
    }
    void query.forUpdate().skipLocked();
  }
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
  events: StoredEvents | null;
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
 * Its waiting for the processor begins now.
 */
export const requeueForNumber = async (
  connection: Connection,
  { phoneNumberId, businessAccountId, appFingerprint }: Awaited,
  now: Date,
): Promise<number> =>
  scoped(connection, TABLES.inboundEvents)
    .where({ state: 'quarantined', reason: 'unknown-number', app_fingerprint: appFingerprint })
    .andWhere((either) => {
      void either
        .where({ phone_number_id: phoneNumberId })
        .orWhere({ phone_number_id: null, business_account_id: businessAccountId });
    })
    .update({ state: 'waiting', updated_at: now });

/** Forgets what is processed or dismissed after its time. What is quarantined stays until somebody decides. */
export const pruneLog = async (strapi: Core.Strapi, before: Date): Promise<number> =>
  scoped(connectionOf(strapi), TABLES.inboundEvents)
    .whereIn('state', ['processed', 'dismissed'])
    .andWhere('received_at', '<', before)
    .delete();
