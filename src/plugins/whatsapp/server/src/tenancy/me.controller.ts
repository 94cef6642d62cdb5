import type { Context } from 'koa';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import { SwitchCompany } from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { findMemberships, findTenants, inTransaction, selectMembership } from '../store';
import { announceMember } from './events';
import { callerOf } from './isolation/principal';
import { presentMe } from './present-me';

/** The switcher: for which of their companies somebody works. */
export const me = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    ctx.body = { data: await presentMe(strapi, ctx) };
  },

  async update(ctx: Context) {
    const { tenantId } = parseWith(SwitchCompany, ctx.request.body);
    const caller = callerOf(ctx.state);
    await asSystem('membership look-up', async () => {
      const memberships = caller && caller !== 'transfer' ? await findMemberships(strapi, caller) : [];
      const tenants = await findTenants(
        strapi,
        memberships.map((membership) => membership.tenantId),
      );
      const chosen = tenants.find(({ documentId }) => documentId === tenantId);
      const membership = memberships.find((own) => own.tenantId === chosen?.id);
      if (!membership || !caller || caller === 'transfer') {
        throw new WhatsAppError('not-found', 'Company not found');
      }
      await inTransaction(strapi, async (trx, afterCommit) => {
        await selectMembership(trx, caller, membership.id);
        afterCommit(() => announceMember(strapi, membership));
      });
    });
    ctx.body = { data: await presentMe(strapi, ctx) };
  },
});
