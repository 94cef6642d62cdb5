import type { Context, Next } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import type { StrapiContext } from '../kit/context';
import { asSystem, asTenants } from '../kit/scope';
import { findMembersOfAdmin } from '../store';
import { adminUserOf } from './member';

/**
 * Finds out for which company the caller works. The tenant comes from here and from nowhere else, and the rest of the
 * request runs in its scope.
 */
export const member =
  (_config: unknown, { strapi }: StrapiContext) =>
  async (ctx: Context, next: Next) => {
    const user = adminUserOf(ctx);
    const [membership] = user
      ? await asSystem('membership look-up', () => findMembersOfAdmin(strapi, user.id))
      : [];
    if (!membership) {
      throw new WhatsAppError('not-found', 'You are not a member of a company', {
        remedy: 'Ask your administrator to add you as a member.',
      });
    }
    (ctx.state as { member?: typeof membership }).member = membership;
    await asTenants([membership.tenantId], next);
  };
