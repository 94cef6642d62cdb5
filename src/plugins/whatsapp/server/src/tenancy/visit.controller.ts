import type { Context } from 'koa';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import { EnterTenant } from '../../../contracts/tenancy';
import type { PluginConfig } from '../config';
import type { StrapiContext } from '../kit/context';
import { storable } from '../kit/storable';
import { asPlatformAdmin, tenantOfRoute } from './platform';
import { presentMe } from './present-me';
import { visitsOf } from './visits.service';

/** The platform's people in a company: off unless the configuration says so. */
export const visit = ({ strapi }: StrapiContext) => {
  const visits = visitsOf(strapi);
  return {
    enter: (ctx: Context) =>
      asPlatformAdmin(ctx, async (admin) => {
        const request = parseWith(EnterTenant, storable(ctx.request.body));
        const { platformEntry } = strapi.config.get<PluginConfig>('plugin::whatsapp');
        if (!platformEntry) {
          throw new WhatsAppError('forbidden', "This installation does not let its platform's people in", {
            remedy: 'Whoever runs it can allow it with WHATSAPP_PLATFORM_ENTRY=true.',
          });
        }
        await visits.enter(admin, await tenantOfRoute(strapi, ctx), request);
        ctx.status = 201;
        ctx.body = { data: await presentMe(strapi, ctx) };
      }),

    leave: (ctx: Context) =>
      asPlatformAdmin(ctx, async (admin) => {
        await visits.leave(admin);
        ctx.body = { data: await presentMe(strapi, ctx) };
      }),
  };
};
