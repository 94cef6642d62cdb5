import type { Context } from 'koa';
import { DeliveryBatch } from '../../../contracts/bridge';
import { parseWith } from '../../../contracts/errors';
import { WebEvents } from '../../../contracts/web-session';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { pingDatabase } from '../store';

/** What the bridge brings. Answers only after the commit. */
export const bridge = ({ strapi }: StrapiContext) => ({
  async accept(ctx: Context) {
    const { deliveries } = parseWith(DeliveryBatch, (ctx.state as { bridgeBody?: unknown }).bridgeBody);
    ctx.body = await getService(strapi, 'ingest').accept(deliveries);
  },

  /** What its WhatsApp Web sessions bring. */
  async acceptWeb(ctx: Context) {
    const batch = parseWith(WebEvents, (ctx.state as { bridgeBody?: unknown }).bridgeBody);
    ctx.body = await getService(strapi, 'ingest').acceptWeb(batch);
  },

  /** Healthy = the database answers. */
  async health(ctx: Context) {
    await pingDatabase(strapi);
    ctx.body = { ok: true };
  },
});
