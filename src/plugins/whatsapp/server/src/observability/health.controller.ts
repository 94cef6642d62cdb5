import type { Context } from 'koa';
import type { Health } from '../../../contracts/health';
import type { PluginConfig } from '../config';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { adminUserOf, isPlatformAdmin } from '../tenancy';
import { holdsMetricsToken } from './metrics-token';

export const health = ({ strapi }: StrapiContext) => ({
  /** Anybody may ask how it is; how much waits, over all companies, is the platform's to know. */
  async find(ctx: Context) {
    const { metricsToken } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    const { status, parts } = await getService(strapi, 'observability').health();
    const mayKnowMore = isPlatformAdmin(adminUserOf(ctx)) || holdsMetricsToken(ctx, metricsToken);
    ctx.status = status === 'down' ? 503 : 200;
    ctx.set('Cache-Control', 'no-store');
    ctx.body = (mayKnowMore ? { status, parts } : { status }) satisfies Health;
  },
});
