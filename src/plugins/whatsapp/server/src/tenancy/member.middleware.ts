import type { Context, Next } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import type { Right } from '../../../contracts/rights';
import { PRESENT_MEMBER_HEADER } from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { asSystem, asTenants } from '../kit/scope';
import { findMemberships } from '../store';
import { callerOf } from './isolation/principal';
import { rightsOf, type Ability, type ActingMember } from './member';

interface MemberState {
  userAbility?: Ability;
  member?: ActingMember;
}

/** A session of the panel goes on without a company: only its routes are not there. Any other credential is worthless. */
const refuse = (isPanel: boolean): never => {
  if (!isPanel) throw new WhatsAppError('unauthorized', 'This credential is of no company');
  throw new WhatsAppError('not-found', 'You are not a member of a company', {
    remedy: 'Ask your administrator to add you as a member.',
  });
};

/** A visit, or a token that may only read, changes nothing of a company, whatever the route asks for. */
const LOOKING = new Set(['GET', 'HEAD']);

/**
 * Finds out for which company the caller works and what they may do. The tenant comes from here and from nowhere else,
 * and the rest of the request runs in its scope.
 */
export const member =
  ({ right }: { right?: Right } = {}, { strapi }: StrapiContext) =>
  async (ctx: Context, next: Next) => {
    const state = ctx.state as MemberState;
    const caller = callerOf(state);
    if (!caller || caller === 'transfer') return refuse(false);
    const [membership] = await asSystem('membership look-up', () => findMemberships(strapi, caller));
    if (!membership) return refuse(caller.kind === 'admin');

    const drawnFor = ctx.get(PRESENT_MEMBER_HEADER);
    if (drawnFor !== '' && drawnFor !== membership.documentId) {
      throw new WhatsAppError('conflict', 'You work for another company now');
    }
    if (membership.role === 'visitor' && !LOOKING.has(ctx.method)) {
      throw new WhatsAppError('forbidden', 'Who only looks changes nothing here');
    }
    const rights = rightsOf(membership, state.userAbility);
    if (right && !rights.includes(right)) {
      throw new WhatsAppError('forbidden', 'Your role in this company does not allow this');
    }
    state.member = { ...membership, rights };
    await asTenants([membership.tenantId], next);
  };
