import type { Core } from '@strapi/strapi';
import type { MemberKind } from '../../../contracts/tenancy';
import { asSystem } from '../kit/scope';
import {
  findMembershipsOfAll,
  inTransaction,
  lockTenant,
  onDeletion,
  writeAudit,
  type MemberRow,
} from '../store';
import { actorInCompany } from './actor';
import { endMembership } from './end-membership';

const CREDENTIALS: Record<string, MemberKind> = {
  'admin::user': 'admin',
  'plugin::users-permissions.user': 'user',
  'admin::api-token': 'token',
};

/**
 * A person or a token that is deleted in Strapi's own screens leaves its companies with it: their logs say so, open
 * sockets hear of it, and what was written keeps the name of its author.
 */
export const followDepartures = (strapi: Core.Strapi): void => {
  const leave = async (member: MemberRow): Promise<void> => {
    const { tenantId, documentId, name, role, kind } = member;
    const actor = await actorInCompany(strapi, tenantId);
    await inTransaction(strapi, async (trx, afterCommit) => {
      if (!(await lockTenant(trx, tenantId))) return;
      await endMembership(strapi, member, { trx, afterCommit, lastName: name });
      const isToken = kind === 'token';
      await writeAudit(trx, tenantId, {
        action: isToken ? 'token.revoked' : 'member.removed',
        actor,
        subject: { kind: isToken ? 'token' : 'member', id: documentId, name },
        details: { role, why: 'deleted in Strapi' },
      });
    });
  };

  onDeletion<MemberRow[]>(strapi, Object.keys(CREDENTIALS), {
    before: (uid, ids) =>
      asSystem('membership look-up', () => findMembershipsOfAll(strapi, CREDENTIALS[uid] ?? 'admin', ids)),
    after: (members) =>
      asSystem('membership look-up', async () => {
        for (const member of members) await leave(member);
      }),
  });
};
