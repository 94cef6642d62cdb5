import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { ListConversations, SayTyping } from '../../../contracts/inbox';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { memberOf } from '../tenancy';

const idOf = (ctx: Context): string => (ctx.params as { conversationId: string }).conversationId;

export const conversation = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    ctx.body = await getService(strapi, 'inbox').conversations(
      memberOf(ctx),
      parseWith(ListConversations, ctx.query),
    );
  },

  async findOne(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'inbox').conversation(memberOf(ctx), idOf(ctx)) };
  },

  async markRead(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'inbox').markRead(memberOf(ctx), idOf(ctx)) };
  },

  /** 202: whether the customer sees it is known to nobody. */
  async sayTyping(ctx: Context) {
    const { isTyping } = parseWith(SayTyping, ctx.request.body);
    await getService(strapi, 'inbox').sayTyping(memberOf(ctx), idOf(ctx), isTyping);
    ctx.status = 202;
    ctx.body = { data: { isTyping } };
  },
});
