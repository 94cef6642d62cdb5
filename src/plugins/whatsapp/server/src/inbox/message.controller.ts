import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { ListMessages, SendMessage } from '../../../contracts/inbox';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { memberOf } from '../tenancy';
import { presentMessages } from './message.presenter';

const paramsOf = (ctx: Context) => ctx.params as { conversationId: string; messageId: string };

export const message = ({ strapi }: StrapiContext) => ({
  async list(ctx: Context) {
    const request = parseWith(ListMessages, ctx.query);
    ctx.body = await getService(strapi, 'inbox').messages(
      memberOf(ctx),
      paramsOf(ctx).conversationId,
      request,
    );
  },

  /** 202: the message is kept. Whether it was sent arrives later, as a status. */
  async send(ctx: Context) {
    const request = parseWith(SendMessage, ctx.request.body);
    const row = await getService(strapi, 'outbox').accept(
      memberOf(ctx),
      paramsOf(ctx).conversationId,
      request,
    );
    ctx.status = 202;
    ctx.body = { data: (await presentMessages(strapi, [row]))[0] };
  },

  async retry(ctx: Context) {
    const row = await getService(strapi, 'outbox').retry(memberOf(ctx), paramsOf(ctx).messageId);
    ctx.status = 202;
    ctx.body = { data: (await presentMessages(strapi, [row]))[0] };
  },
});
