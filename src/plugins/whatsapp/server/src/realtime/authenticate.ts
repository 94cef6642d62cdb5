import type { Core } from '@strapi/strapi';
import { findAdminUser, findMemberships } from '../store';
import { rightsOf, type Ability, type ActingMember } from '../tenancy';

/** What a socket may hear, and until when it may listen without asking again. */
export interface Listener {
  adminUserId: number;
  /** For which company, and what they may do there. */
  member: ActingMember;
  expiresAt: Date;
}

interface AccessToken {
  isValid: boolean;
  payload: { userId: string; sessionId: string; exp: number } | null;
}

interface AdminSessions {
  validateAccessToken(token: string): AccessToken;
  isSessionActive(sessionId: string): Promise<boolean>;
}

interface PermissionService {
  engine: { generateUserAbility(user: unknown): Promise<Ability> };
}

const earliest = (...dates: (Date | null)[]): Date =>
  new Date(Math.min(...dates.flatMap((date) => (date ? [date.getTime()] : []))));

/**
 * The same checks as for an HTTP request of the panel: the token's signature and age, a session that is still open, an
 * active person, a membership, the right to read. Null = no.
 */
export const authenticate = async (strapi: Core.Strapi, token: unknown): Promise<Listener | null> => {
  if (typeof token !== 'string' || !token) return null;
  const sessions = (strapi as unknown as { sessionManager(origin: string): AdminSessions }).sessionManager(
    'admin',
  );
  const { isValid, payload } = sessions.validateAccessToken(token);
  if (!isValid || !payload || !(await sessions.isSessionActive(payload.sessionId))) return null;

  const user = await findAdminUser(strapi, Number(payload.userId));
  if (!user?.isActive) return null;
  const permissions = strapi.service('admin::permission') as unknown as PermissionService;
  const ability = await permissions.engine.generateUserAbility(user);
  const [membership] = await findMemberships(strapi, { kind: 'admin', id: user.id });
  const rights = membership ? rightsOf(membership, ability) : [];
  if (!membership || !rights.includes('read')) return null;
  return {
    adminUserId: user.id,
    member: { ...membership, rights },
    expiresAt: earliest(new Date(payload.exp * 1000), membership.expiresAt),
  };
};
