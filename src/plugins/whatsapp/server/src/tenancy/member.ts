import type { Context } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import type { MemberRow } from '../store';

/** Set by the `member` middleware; a route without it is a wiring bug, not a visitor's fault. */
export const memberOf = (ctx: Context): MemberRow => {
  const { member } = ctx.state as { member?: MemberRow };
  if (!member) throw new WhatsAppError('internal', 'The route lacks the member middleware');
  return member;
};

interface AdminUser {
  id: number;
  roles?: { code?: string }[];
}

/**
 * The person of the admin panel who asks. Ids of panel users and of users-permissions users overlap, so the kind of
 * credential decides, never the mere presence of a user.
 */
export const adminUserOf = (ctx: Context): AdminUser | null => {
  const { auth, user } = ctx.state as { auth?: { strategy?: { name?: string } }; user?: AdminUser };
  return auth?.strategy?.name === 'admin' && user ? user : null;
};

/** Whoever may manage companies: the platform's super admin. */
export const isPlatformAdmin = (user: AdminUser | null): boolean =>
  Boolean(user?.roles?.some((role) => role.code === 'strapi-super-admin'));
