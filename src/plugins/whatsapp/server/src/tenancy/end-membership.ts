import type { Core } from '@strapi/strapi';
import { announceChanges, endMemberships, unassignAll, type MemberRow, type Trx } from '../store';
import { announceMember } from './events';

/**
 * Ends a person's membership, in a transaction that has locked the company: what they took care of is nobody's from then
 * on, and open screens and sockets hear of both. `lastName`: where the credential is about to be deleted.
 */
export const endMembership = async (
  strapi: Core.Strapi,
  member: MemberRow,
  { trx, afterCommit, lastName }: { trx: Trx; afterCommit(run: () => void): void; lastName?: string },
): Promise<void> => {
  const { id, tenantId } = member;
  const cursor = await unassignAll(trx, { tenantId, memberId: id });
  await endMemberships(trx, [id], lastName);
  afterCommit(() => {
    if (cursor !== null) announceChanges(strapi, { tenantId, cursor });
    announceMember(strapi, member);
  });
};
