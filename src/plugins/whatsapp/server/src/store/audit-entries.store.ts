import type { Core } from '@strapi/strapi';
import type { AuditAction } from '../../../contracts/audit';
import { chunks } from '../kit/chunks';
import { clock } from '../kit/clock';
import { clip } from '../kit/storable';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { ListPosition } from './conversations.store';
import type { AuditEntryRow } from './rows';
import { insertScoped, scoped } from './scoped';

const shape = shapeOf<AuditEntryRow>([
  'id',
  'documentId',
  'tenantId',
  'at',
  'action',
  'actorKind',
  'actorName',
  'subjectKind',
  'subjectId',
  'subjectName',
  'details',
]);

/** What was done, before it has a place in a company's log. */
export interface Act {
  action: AuditAction;
  actor: { kind: AuditEntryRow['actorKind']; name: string };
  subject?: { kind: string; id: string | null; name: string };
  /** Facts of the act, as words: never a secret, never what customers wrote. What is undefined is left out. */
  details?: Record<string, string | undefined>;
}

const ROWS_PER_STATEMENT = 200;

/** Written with the act or not at all: `connection` is the transaction that does it. */
export const writeAudits = async (
  connection: Connection,
  tenantIds: readonly number[],
  { action, actor, subject, details = {} }: Act,
): Promise<void> => {
  const at = clock.now();
  const rows = tenantIds.map((tenantId) =>
    newRow(
      {
        tenantId,
        at,
        action,
        actorKind: actor.kind,
        actorName: clip(actor.name),
        subjectKind: subject?.kind,
        subjectId: subject?.id,
        subjectName: subject && clip(subject.name),
        details,
      },
      at,
    ),
  );
  for (const part of chunks(rows, ROWS_PER_STATEMENT)) {
    await insertScoped(connection, TABLES.auditEntries, part);
  }
};

export const writeAudit = (connection: Connection, tenantId: number, act: Act): Promise<void> =>
  writeAudits(connection, [tenantId], act);

export interface AuditFilter {
  tenantId: number;
  action?: AuditAction;
  actor?: string;
  from?: Date;
  until?: Date;
  after: ListPosition | null;
  limit: number;
}

const escaped = (part: string): string => `%${part.replace(/[!%_]/g, '!$&')}%`;

/** Newest first. */
export const listAuditEntries = async (
  strapi: Core.Strapi,
  { tenantId, action, actor, from, until, after, limit }: AuditFilter,
): Promise<AuditEntryRow[]> => {
  const query = scoped(connectionOf(strapi), TABLES.auditEntries)
    .select(shape.select())
    .where({ tenant_id: tenantId })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (action) void query.where({ action });
  if (actor) void query.whereRaw("lower(actor_name) like lower(?) escape '!'", [escaped(actor)]);
  if (from) void query.where('at', '>=', from);
  if (until) void query.where('at', '<=', until);
  if (after) {
    void query.where('at', '<=', after.at).andWhere((either) => {
      void either.where('at', '<', after.at).orWhereRaw('id < cast(? as bigint)', [after.id]);
    });
  }
  return ((await query) as unknown[]).map(shape.read);
};

/** The newest line of this kind about this row. */
export const lastAuditOf = async (
  connection: Connection,
  { tenantId, action, subjectId }: { tenantId: number; action: AuditAction; subjectId: string },
): Promise<AuditEntryRow | null> => {
  const row: unknown = await scoped(connection, TABLES.auditEntries)
    .where({ tenant_id: tenantId, action, subject_id: subjectId })
    .orderBy('id', 'desc')
    .first(shape.select());
  return row ? shape.read(row) : null;
};
