import type { Context } from 'koa';
import { AuditEntry, AuditPage, ListAudit } from '../../../contracts/audit';
import { parseWith } from '../../../contracts/errors';
import type { StrapiContext } from '../kit/context';
import { decodeCursor, encodeCursor } from '../kit/cursor';
import { storable } from '../kit/storable';
import { listAuditEntries, type AuditEntryRow } from '../store';
import { memberOf } from '../tenancy';

const presentEntry = (row: AuditEntryRow): AuditEntry =>
  AuditEntry.parse({
    id: row.documentId,
    at: row.at.toISOString(),
    action: row.action,
    actor: { kind: row.actorKind, name: row.actorName },
    subject: row.subjectKind
      ? { kind: row.subjectKind, id: row.subjectId, name: row.subjectName ?? '' }
      : null,
    details: row.details,
  });

const dateOf = (text: string | undefined): Date | undefined => (text ? new Date(text) : undefined);

export const audit = ({ strapi }: StrapiContext) => ({
  async list(ctx: Context) {
    const { action, actor, from, until, cursor, limit } = parseWith(ListAudit, storable(ctx.query));
    const position = cursor === undefined ? null : decodeCursor(cursor, 'cursor');
    const rows = await listAuditEntries(strapi, {
      tenantId: memberOf(ctx).tenantId,
      action,
      actor,
      from: dateOf(from),
      until: dateOf(until),
      after: position && { at: position.at, id: position.tie },
      // One more than asked for tells that there is a next page.
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    ctx.body = AuditPage.parse({
      data: shown.map(presentEntry),
      meta: { nextCursor: last ? encodeCursor({ at: last.at, tie: last.id }) : null },
    });
  },
});
