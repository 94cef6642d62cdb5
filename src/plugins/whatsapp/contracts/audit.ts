import { z } from 'zod';

/** What is written down. A new act is added here, and given its sentence in the panel's translations. */
export const AuditAction = z.enum([
  'company.created',
  'company.renamed',
  'member.added',
  'member.role-changed',
  'member.removed',
  'role.changed',
  'channel.connected',
  'channel.changed',
  'token.created',
  'token.revoked',
  'platform.entered',
  'platform.left',
  'data.exported',
  'inbound.read',
  'inbound.replayed',
  'inbound.dismissed',
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** One line of a company's audit log. Lines are added, never changed, never removed while the company exists. */
export const AuditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: AuditAction,
  actor: z.object({ kind: z.enum(['member', 'platform', 'system']), name: z.string() }),
  /** What it was done to, with the name that it had then. */
  subject: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }).nullable(),
  /** Facts of the act, as words: never a secret, never what customers wrote. */
  details: z.record(z.string(), z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** GET /whatsapp/audit, newest first. Right: `audit`. */
export const ListAudit = z.strictObject({
  action: AuditAction.optional(),
  /** A part of the actor's name. */
  actor: z.string().trim().min(1).max(120).optional(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListAudit = z.infer<typeof ListAudit>;
export type AuditFilters = Pick<ListAudit, 'action' | 'actor' | 'from' | 'until'>;

export const AuditPage = z.object({
  data: z.array(AuditEntry),
  meta: z.object({ nextCursor: z.string().nullable() }),
});
export type AuditPage = z.infer<typeof AuditPage>;
