import type { News } from '../../../contracts/coordination';
import { TENANT_DELETED, type MemberChanged } from '../tenancy';
import type { Audience } from './audience';
import type { Listener } from './authenticate';

/** Strapi tells of each permission by itself: one check for all of them. */
const GATHER_MS = 40;

/** After these, somebody may have lost a right, or may be gone. */
export const RIGHTS_CHANGED = [
  'permission.create',
  'permission.update',
  'permission.delete',
  'role.delete',
  'user.update',
  'user.delete',
  TENANT_DELETED,
];

/** Whose socket may have to end, whichever process learned of it. */
export const createEndings = (audience: Audience) => {
  let isCheckDue = false;
  let andThen: (() => void) | undefined;

  return {
    /** By the person, who may have gone to another company; by the membership, where the person is gone. */
    recheckMember({ kind, credentialId, memberId }: Omit<MemberChanged, 'tenantId'>): void {
      const isTheirs = ({ adminUserId, member }: Listener) =>
        member.id === memberId || (kind === 'admin' && adminUserId === credentialId);
      void audience.recheckAll(isTheirs);
    },

    /** `alsoThen` once for as many calls as come together. */
    recheckSoon(alsoThen?: () => void): void {
      andThen = alsoThen ?? andThen;
      if (isCheckDue) return;
      isCheckDue = true;
      setTimeout(() => {
        isCheckDue = false;
        void audience.recheckAll();
        andThen?.();
        andThen = undefined;
      }, GATHER_MS);
    },

    /**
     * Strapi says so before it ends the session: to ask again now would find it open. So everything of this person ends;
     * a screen whose own session goes on comes back by itself.
     */
    dismiss(userId: number): void {
      audience.dismiss(({ adminUserId }) => adminUserId === userId);
    },
  };
};
export type Endings = ReturnType<typeof createEndings>;

/** What another process says about who may still listen. False: it is about something else. */
export const endBy = (endings: Endings, news: News): boolean => {
  if (news.type === 'member-changed') endings.recheckMember(news);
  else if (news.type === 'rights-changed') endings.recheckSoon();
  else if (news.type === 'logged-out') endings.dismiss(news.adminUserId);
  else return false;
  return true;
};
