import type { Context } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import type { PluginConfig } from '../config';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { holdsMetricsToken } from './metrics-token';

export const metrics = ({ strapi }: StrapiContext) => ({
  /** For Prometheus, which shows its token. Without one in the settings there are no metrics here. */
  async find(ctx: Context) {
    const { metricsToken } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    // Strapi then answers as for any address that nobody serves.
    if (!metricsToken) return;
    if (!holdsMetricsToken(ctx, metricsToken)) {
      ctx.set('WWW-Authenticate', 'Bearer');
      throw new WhatsAppError('unauthorized', 'The token of the metrics is missing or wrong');
    }
    const { contentType, text } = await getService(strapi, 'observability').metrics();
    ctx.set('Cache-Control', 'no-store');
    ctx.type = contentType;
    ctx.body = text;
  },
});
