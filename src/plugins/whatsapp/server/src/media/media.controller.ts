import type { Context } from 'koa';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { accessMessage, memberOf } from '../tenancy';

export const media = ({ strapi }: StrapiContext) => ({
  /** The address is as good as the file: nobody may keep it for somebody else. */
  async findOne(ctx: Context) {
    const { messageId } = ctx.params as { messageId: string };
    const message = await accessMessage(strapi, memberOf(ctx), messageId);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data: await getService(strapi, 'media').addressOf(message) };
  },

  /** 202: it is on its way, or here already. */
  async fetch(ctx: Context) {
    const { messageId } = ctx.params as { messageId: string };
    const message = await accessMessage(strapi, memberOf(ctx), messageId);
    ctx.set('Cache-Control', 'no-store');
    ctx.status = 202;
    ctx.body = { data: await getService(strapi, 'media').fetch(message) };
  },
});
