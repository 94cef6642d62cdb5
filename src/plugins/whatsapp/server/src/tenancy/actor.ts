import type { Core } from '@strapi/strapi';
import { findMemberships, type Act, type MemberRow } from '../store';
import { callerOf } from './isolation/principal';

type Actor = Act['actor'];

interface Named {
  firstname?: string | null;
  lastname?: string | null;
  username?: string | null;
  email?: string | null;
}

export const nameOf = ({ firstname, lastname, username, email }: Named): string =>
  [firstname, lastname].filter(Boolean).join(' ') || username || email || '';

/** Who is written down as having done it: somebody of the company, or a visitor of the platform. */
export const memberActor = ({ role, name }: Pick<MemberRow, 'role' | 'name'>): Actor => ({
  kind: role === 'visitor' ? 'platform' : 'member',
  name,
});

export const platformActor = (user: Named | null): Actor => ({
  kind: 'platform',
  name: user ? nameOf(user) : '',
});

export const SYSTEM_ACTOR: Actor = { kind: 'system', name: 'system' };

/**
 * Whoever makes the present request, as the log of this company calls them: its member, somebody of the platform, or, where
 * nobody of the panel asks, the system. Looks into every company: for the rooms that may.
 */
export const actorInCompany = async (strapi: Core.Strapi, tenantId: number): Promise<Actor> => {
  const ctx = strapi.requestContext.get();
  const caller = ctx ? callerOf(ctx.state) : null;
  if (!ctx || !caller || caller === 'transfer') return SYSTEM_ACTOR;
  const own = (await findMemberships(strapi, caller)).find((member) => member.tenantId === tenantId);
  if (own) return memberActor(own);
  const { user } = ctx.state as { user?: Named };
  return caller.kind === 'admin' && user ? platformActor(user) : SYSTEM_ACTOR;
};
