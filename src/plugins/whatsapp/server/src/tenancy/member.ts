import type { Context } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import { actionOf, RIGHTS_OF_ROLE, type Right } from '../../../contracts/rights';
import type { MemberRow } from '../store';

/** Who asks, for the company that they work for at present, and what they may do there. */
export interface ActingMember extends MemberRow {
  rights: readonly Right[];
}

/** Set by the `member` middleware; a route without it is a wiring bug, not a visitor's fault. */
export const memberOf = (ctx: Context): ActingMember => {
  const { member } = ctx.state as { member?: ActingMember };
  if (!member) throw new WhatsAppError('internal', 'The route lacks the member middleware');
  return member;
};

export interface Ability {
  can(action: string): boolean;
}

/**
 * What a member may do: the rights of the role, as far as the Strapi role of a person of the panel has them, too.
 * Users of users-permissions have no such role: there an agent sees the conversations assigned to them.
 */
export const rightsOf = (
  { kind, role }: Pick<MemberRow, 'kind' | 'role'>,
  ability: Ability | null | undefined,
): Right[] => {
  const most = RIGHTS_OF_ROLE[role];
  if (kind === 'admin') return most.filter((right) => ability?.can(actionOf(right)) ?? false);
  return kind === 'user' && role === 'agent' ? most.filter((right) => right !== 'readAll') : [...most];
};

/** The member whose conversations alone may be seen, or null: all of the company's. */
export const onlyAssignedTo = ({ id, rights }: Pick<ActingMember, 'id' | 'rights'>): number | null =>
  rights.includes('readAll') ? null : id;

/** Whether a conversation, or a row of it, is this member's to see. For rows of the member's own company. */
export const maySee = (
  member: Pick<ActingMember, 'id' | 'rights'>,
  { assigneeId }: { assigneeId: number | null },
): boolean => {
  const only = onlyAssignedTo(member);
  return only === null || assigneeId === only;
};

export interface AdminUser {
  id: number;
  firstname?: string | null;
  lastname?: string | null;
  username?: string | null;
  email?: string | null;
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
