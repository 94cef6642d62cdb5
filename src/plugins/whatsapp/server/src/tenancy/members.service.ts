import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import type { AddMember, UpdateMember } from '../../../contracts/tenancy';
import { isDocumentId } from '../kit/ids';
import {
  findMemberOf,
  findPersonId,
  insertMember,
  inTransaction,
  listMembers,
  lockTenant,
  setMembership,
  writeAudit,
  type Act,
  type MemberRow,
  type Trx,
} from '../store';
import { endMembership } from './end-membership';
import { announceMember } from './events';

/** For which company, and who is written down as having done it. */
export interface InCompany {
  tenantId: number;
  actor: Act['actor'];
}

const subjectOf = ({ documentId, name }: MemberRow) => ({ kind: 'member', id: documentId, name });

const nobody = (): never => {
  throw new WhatsAppError('invalid', 'Nobody has this e-mail address', {
    fields: [{ path: 'email', message: 'Nobody has this e-mail address' }],
  });
};

const memberIn = async (trx: Trx, tenantId: number, documentId: string): Promise<MemberRow> => {
  const row =
    isDocumentId(documentId) &&
    (await listMembers(trx, tenantId)).find((member) => member.documentId === documentId);
  if (!row) throw new WhatsAppError('not-found', 'Member not found');
  return row;
};

/** A company that nobody manages could never be given an owner again by its own people. */
const keepAnOwner = async (trx: Trx, { id, tenantId, role }: MemberRow): Promise<void> => {
  if (role !== 'owner') return;
  const others = (await listMembers(trx, tenantId)).filter((other) => other.id !== id);
  if (others.some((other) => other.role === 'owner')) return;
  throw new WhatsAppError('conflict', 'A company keeps one owner at least', {
    remedy: 'Make somebody else an owner first.',
  });
};

/**
 * The people of a company. Every change takes its turn at the company's row, so that two owners cannot remove each other
 * at the same time, and is written into the company's audit log with it.
 */
export const membersOfCompany = (strapi: Core.Strapi) => {
  const inTurn = <Result>(
    tenantId: number,
    work: (trx: Trx, afterCommit: (run: () => void) => void) => Promise<Result>,
  ): Promise<Result> =>
    inTransaction(strapi, async (trx, afterCommit) => {
      if (!(await lockTenant(trx, tenantId))) throw new WhatsAppError('not-found', 'Company not found');
      return work(trx, afterCommit);
    });
  const change = (tenantId: number, work: (trx: Trx) => Promise<MemberRow>): Promise<MemberRow> =>
    inTurn(tenantId, async (trx, afterCommit) => {
      const member = await work(trx);
      afterCommit(() => announceMember(strapi, member));
      return member;
    });

  return {
    /** Fails with `invalid` for an address that is nobody's, `conflict` for somebody who is a member. */
    async add({ tenantId, actor }: InCompany, { kind, email, role }: AddMember): Promise<MemberRow> {
      const id = (await findPersonId(strapi, kind, email)) ?? nobody();
      return change(tenantId, async (trx) => {
        const before = await findMemberOf(trx, { tenantId, kind, id });
        if (before?.isActive && before.member.role !== 'visitor') {
          throw new WhatsAppError('conflict', 'This person is a member already');
        }
        if (before) await setMembership(trx, before.member.id, { role, expiresAt: null });
        else await insertMember(trx, { tenantId, principal: { kind, id }, role });
        const added = await findMemberOf(trx, { tenantId, kind, id });
        if (!added) throw new WhatsAppError('conflict', 'This person was deleted meanwhile');
        await writeAudit(trx, tenantId, {
          action: 'member.added',
          actor,
          subject: subjectOf(added.member),
          details: { role, kind, email },
        });
        return added.member;
      });
    },

    async update(
      { tenantId, actor }: InCompany,
      memberId: string,
      { role }: UpdateMember,
    ): Promise<MemberRow> {
      return change(tenantId, async (trx) => {
        const member = await memberIn(trx, tenantId, memberId);
        if (member.role === role) return member;
        if (member.role === 'visitor') {
          throw new WhatsAppError('conflict', 'A visitor of the platform has no role in the company');
        }
        await keepAnOwner(trx, member);
        await setMembership(trx, member.id, { role, expiresAt: null });
        const details = { from: member.role, to: role };
        await writeAudit(trx, tenantId, {
          action: 'member.role-changed',
          actor,
          subject: subjectOf(member),
          details,
        });
        return { ...member, role };
      });
    },

    /** Also ends a visit: a company may show the platform's people out. */
    async remove({ tenantId, actor }: InCompany, memberId: string): Promise<void> {
      await inTurn(tenantId, async (trx, afterCommit) => {
        const member = await memberIn(trx, tenantId, memberId);
        await keepAnOwner(trx, member);
        await endMembership(strapi, member, { trx, afterCommit });
        await writeAudit(trx, tenantId, {
          action: 'member.removed',
          actor,
          subject: subjectOf(member),
          details: { role: member.role },
        });
      });
    },
  };
};
