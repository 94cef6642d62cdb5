import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { AssignConversation } from '../../../contracts/inbox';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { memberOf } from '../tenancy';

export const assignee = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'assignments').assignees(memberOf(ctx)) };
  },

  async update(ctx: Context) {
    const { conversationId } = ctx.params as { conversationId: string };
    const request = parseWith(AssignConversation, ctx.request.body);
    ctx.body = {
      data: await getService(strapi, 'assignments').assign(memberOf(ctx), conversationId, request),
    };
  },
});
