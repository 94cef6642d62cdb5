import type { Core } from '@strapi/strapi';
import type {
  QuarantineChoice,
  QuarantineFilters,
  QuarantineReason,
  QuarantineState,
} from '../../../contracts/quarantine';
import { shapeOf, toColumns } from './columns';
import type { ListPosition } from './conversations.store';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { LogEntry } from './inbound-events.store';
import type { QuarantinedRow } from './rows';
import { scoped } from './scoped';
import { insertNew } from './set-wise';

const FIELDS = [
  'id',
  'documentId',
  'tenantId',
  'state',
  'reason',
  'detail',
  'field',
  'phoneNumberId',
  'receivedAt',
  'sizeBytes',
] as const;
const shape = shapeOf<QuarantinedRow>(FIELDS);

/** Whose lines: a company's, or those of all (null), for the platform. */
export interface OfCompany {
  tenantId: number | null;
}

const STATES: Record<QuarantineFilters['show'], QuarantineState[]> = {
  open: ['quarantined', 'replaying'],
  dismissed: ['dismissed'],
};
const ALL_STATES: QuarantineState[] = [...STATES.open, ...STATES.dismissed];

const lines = (connection: Connection, { tenantId }: OfCompany) => {
  const query = scoped(connection, TABLES.inboundEvents, 'e');
  if (tenantId !== null) void query.where('e.tenant_id', tenantId);
  return query;
};

export interface QuarantineFilter extends OfCompany {
  show: QuarantineFilters['show'];
  reason?: QuarantineReason;
  after: ListPosition | null;
  limit: number;
}

/** Newest first. */
export const listQuarantine = async (
  connection: Connection,
  { show, reason, after, limit, ...whose }: QuarantineFilter,
): Promise<QuarantinedRow[]> => {
  const query = lines(connection, whose)
    .select(shape.select('e'))
    .whereIn('e.state', STATES[show])
    .orderBy([
      { column: 'e.received_at', order: 'desc' },
      { column: 'e.id', order: 'desc' },
    ])
    .limit(limit);
  if (reason) void query.where('e.reason', reason);
  if (after) {
    void query.where('e.received_at', '<=', after.at).andWhere((either) => {
      void either.where('e.received_at', '<', after.at).orWhere('e.id', '<', after.id);
    });
  }
  return ((await query) as unknown[]).map(shape.read);
};

/** How many wait for a decision, by reason. */
export const countQuarantine = async (
  connection: Connection,
  whose: OfCompany,
): Promise<Map<string, number>> => {
  const rows = await lines(connection, whose)
    .where('e.state', 'quarantined')
    .groupBy('e.reason')
    .count({ count: '*' })
    .select<{ reason: string; count: string | number }[]>('e.reason');
  return new Map(rows.map(({ reason, count }) => [reason, Number(count)]));
};

const bodyShape = shapeOf<QuarantinedRow & { payload: string | null }>([...FIELDS, 'payload']);

export const findQuarantined = async (
  connection: Connection,
  { documentId, ...whose }: OfCompany & { documentId: string },
): Promise<(QuarantinedRow & { payload: string | null }) | null> => {
  const row: unknown = await lines(connection, whose)
    .whereIn('e.state', ALL_STATES)
    .where('e.document_id', documentId)
    .first(bodyShape.select('e'));
  return row ? bodyShape.read(row) : null;
};

/** How many of these lines there are, in whatever state: what is missing is absent, or another company's. */
export const countLines = async (
  connection: Connection,
  { documentIds, ...whose }: OfCompany & { documentIds: string[] },
): Promise<number> => {
  const rows: unknown[] = await lines(connection, whose).whereIn('e.document_id', documentIds).select('e.id');
  return rows.length;
};

/** From which states a decision may be taken. A whole reason means what waits: not what somebody dismissed before. */
const MAY_BECOME: Record<'replaying' | 'dismissed', { named: QuarantineState[]; all: QuarantineState[] }> = {
  replaying: { named: ['quarantined', 'dismissed'], all: ['quarantined'] },
  dismissed: { named: ['quarantined', 'replaying'], all: ['quarantined', 'replaying'] },
};

/** Gives the companies of the lines that took the new state, one entry for each. */
export const decideQuarantined = async (
  connection: Connection,
  { choice, to, ...whose }: OfCompany & { choice: QuarantineChoice; to: 'replaying' | 'dismissed' },
): Promise<(number | null)[]> => {
  const query = scoped(connection, TABLES.inboundEvents).whereIn(
    'state',
    MAY_BECOME[to][choice.ids ? 'named' : 'all'],
  );
  if (whose.tenantId !== null) void query.where({ tenant_id: whose.tenantId });
  if (choice.ids) void query.whereIn('document_id', choice.ids);
  else void query.where({ reason: choice.reason });
  const rows: { tenant_id: number | string | null }[] = await query
    .update({ state: to })
    .returning(['tenant_id']);
  return rows.map(({ tenant_id: tenantId }) => (tenantId === null ? null : Number(tenantId)));
};

/** A line that is to be read again. */
export interface ReplayedLine {
  id: number;
  key: string;
  tenantId: number | null;
  channelId: number | null;
  webhookKey: string | null;
  phoneNumberId: string | null;
  appFingerprint: string | null;
  businessAccountId: string | null;
  payload: string | null;
  receivedAt: Date;
}

const replayedShape = shapeOf<ReplayedLine>([
  'id',
  'key',
  'phoneNumberId',
  'tenantId',
  'channelId',
  'webhookKey',
  'appFingerprint',
  'businessAccountId',
  'payload',
  'receivedAt',
]);

/** The oldest first. Nothing is claimed: reading is free of consequences, and only one reading is kept. */
export const findReplaying = async (connection: Connection, limit: number): Promise<ReplayedLine[]> =>
  (
    (await scoped(connection, TABLES.inboundEvents)
      .select(replayedShape.select())
      .where({ state: 'replaying' })
      .orderBy('id')
      .limit(limit)) as unknown[]
  ).map(replayedShape.read);

export type Reading = Pick<LogEntry, 'field' | 'phoneNumberId' | 'businessAccountId' | 'detail' | 'events'>;

/**
 * What was read of it now waits to be processed. What had found no channel may find one of another company now, as
 * whatever waited for its number may; the rest stays with its company. False when somebody decided otherwise meanwhile,
 * or another process was faster.
 */
export const keepReading = async (
  connection: Connection,
  { id, channelId }: Pick<ReplayedLine, 'id' | 'channelId'>,
  { reading, now }: { reading: Reading; now: Date },
): Promise<boolean> => {
  const placeless = channelId === null ? { reason: 'unknown-number' } : {};
  const count = await scoped(connection, TABLES.inboundEvents)
    .where({ id, state: 'replaying' })
    // Since when it waits: an alarm goes by that.
    .update(toColumns({ ...reading, ...placeless, state: 'waiting', updatedAt: now }));
  return count > 0;
};

/** It cannot be read again: it goes on waiting for a decision. */
export const putBack = async (connection: Connection, id: number): Promise<void> => {
  await scoped(connection, TABLES.inboundEvents)
    .where({ id, state: 'replaying' })
    .update({ state: 'quarantined' });
};

/** What turned out to be more than one change. What came by itself meanwhile is there already. */
export const insertSplit = async (
  connection: Connection,
  entries: LogEntry[],
  { tenantId, now }: { tenantId: number | null; now: Date },
): Promise<void> => {
  const rows = entries.map((entry) =>
    newRow({ ...entry, tenantId, state: 'waiting', reason: 'unknown-number' }, now),
  );
  await insertNew(connection, TABLES.inboundEvents, rows, ['key'], ['id']);
};

/** A line with the company that it lies with, for the platform's eyes. */
export interface PlatformLine extends QuarantinedRow {
  tenantName: string | null;
  tenantDocumentId: string | null;
}

/** Every company's, and nobody's. */
export const listAllQuarantine = async (
  strapi: Core.Strapi,
  { tenantId, reason, limit }: { tenantId: number | null; reason?: QuarantineReason; limit: number },
): Promise<PlatformLine[]> => {
  const connection = connectionOf(strapi);
  const rows = await listQuarantine(connection, { tenantId, reason, show: 'open', after: null, limit });
  const ids = [...new Set(rows.flatMap((row) => row.tenantId ?? []))];
  const tenants = await scoped(connection, TABLES.tenants)
    .whereIn('id', ids)
    .select<{ id: number | string; name: string; document_id: string }[]>('id', 'name', 'document_id');
  const byId = new Map(tenants.map((tenant) => [Number(tenant.id), tenant]));
  return rows.map((row) => {
    const tenant = row.tenantId === null ? undefined : byId.get(row.tenantId);
    return { ...row, tenantName: tenant?.name ?? null, tenantDocumentId: tenant?.document_id ?? null };
  });
};
