import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { Me } from '../../../contracts/tenancy';
import type { PluginConfig } from '../config';
import { asSystem } from '../kit/scope';
import { findMemberships, findTenants } from '../store';
import { callerOf } from './isolation/principal';
import { adminUserOf, isPlatformAdmin, rightsOf, type Ability } from './member';
import { presentMembers, presentTenant } from './member.presenter';

/** Who asks, for which company, what they may do there, and which other companies they have. */
export const presentMe = (strapi: Core.Strapi, ctx: Context): Promise<Me> =>
  asSystem('membership look-up', async () => {
    const caller = callerOf(ctx.state);
    const memberships = caller && caller !== 'transfer' ? await findMemberships(strapi, caller) : [];
    const tenants = await findTenants(
      strapi,
      memberships.map(({ tenantId }) => tenantId),
    );
    const tenantOf = new Map(tenants.map((row) => [row.id, presentTenant(row)]));
    const companies = memberships.flatMap(({ tenantId, role }) => {
      const tenant = tenantOf.get(tenantId);
      return tenant ? [{ tenant, role }] : [];
    });
    const [current] = memberships;
    const [member = null] = await presentMembers(strapi, current ? [current] : []);
    const { platformEntry } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    return Me.parse({
      tenant: companies[0]?.tenant ?? null,
      member,
      rights: current ? rightsOf(current, (ctx.state as { userAbility?: Ability }).userAbility) : [],
      companies,
      mayManageTenants: isPlatformAdmin(adminUserOf(ctx)),
      mayEnterTenants: platformEntry,
    });
  });
