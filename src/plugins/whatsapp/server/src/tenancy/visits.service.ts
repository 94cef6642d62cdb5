import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import type { EnterTenant } from '../../../contracts/tenancy';
import { addMs, clock } from '../kit/clock';
import {
  endMemberships,
  findMemberOf,
  findMemberships,
  insertMember,
  inTransaction,
  lastAuditOf,
  lockTenant,
  selectMembership,
  setMembership,
  writeAudit,
  type MemberRow,
  type Principal,
  type TenantRow,
} from '../store';
import { announceMember } from './events';
import type { PlatformAdmin } from './platform';

const MINUTE_MS = 60_000;

const latest = (one: Date, other: Date | null | undefined): Date => (other && other > one ? other : one);
const subjectOf = ({ documentId, name }: MemberRow) => ({ kind: 'visit', id: documentId, name });
const notFound = (message: string): WhatsAppError => new WhatsAppError('not-found', message);

/**
 * Somebody of the platform in a company: a membership for a limited time that may look and change nothing, written into
 * that company's own audit log with its reason.
 */
export const visitsOf = (strapi: Core.Strapi) => ({
  /** Entering again makes the visit longer. Fails with `conflict` for somebody who works for the company anyway. */
  enter: (
    { user, actor }: PlatformAdmin,
    { id: tenantId }: TenantRow,
    { reason, minutes }: EnterTenant,
  ): Promise<void> =>
    inTransaction(strapi, async (trx, afterCommit) => {
      if (!(await lockTenant(trx, tenantId))) throw notFound('Company not found');
      const principal: Principal = { kind: 'admin', id: user.id };
      const before = await findMemberOf(trx, { tenantId, ...principal });
      if (before?.isActive && before.member.role !== 'visitor') {
        throw new WhatsAppError('conflict', 'You are a member of this company');
      }
      const end = addMs(clock.now(), minutes * MINUTE_MS);
      const expiresAt = before?.isActive ? latest(end, before.member.expiresAt) : end;
      if (before) await setMembership(trx, before.member.id, { role: 'visitor', expiresAt });
      else await insertMember(trx, { tenantId, principal, role: 'visitor', expiresAt });

      const visit = await findMemberOf(trx, { tenantId, ...principal });
      if (!visit) throw notFound('Company not found');
      await selectMembership(trx, principal, visit.member.id);
      await writeAudit(trx, tenantId, {
        action: 'platform.entered',
        actor,
        subject: subjectOf(visit.member),
        details: { reason, minutes: String(minutes), until: expiresAt.toISOString() },
      });
      afterCommit(() => announceMember(strapi, visit.member));
    }),

  /** The visit that goes on, the present company's first. Fails with `not-found` where there is none. */
  async leave({ user, actor }: PlatformAdmin): Promise<void> {
    const memberships = await findMemberships(strapi, { kind: 'admin', id: user.id });
    const visit = memberships.find(({ role }) => role === 'visitor');
    if (!visit) throw notFound('You are in no company');
    await inTransaction(strapi, async (trx, afterCommit) => {
      if (!(await lockTenant(trx, visit.tenantId))) throw notFound('You are in no company');
      await endMemberships(trx, [visit.id]);
      const entered = await lastAuditOf(trx, {
        tenantId: visit.tenantId,
        action: 'platform.entered',
        subjectId: visit.documentId,
      });
      await writeAudit(trx, visit.tenantId, {
        action: 'platform.left',
        actor,
        subject: subjectOf(visit),
        details: { reason: entered?.details.reason },
      });
      afterCommit(() => announceMember(strapi, visit));
    });
  },
});
