import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { ListMessages, SendMessage } from '../../../contracts/inbox';
import { TRACEPARENT_HEADER } from '../../../contracts/trace';
import type { StrapiContext } from '../kit/context';
import { logLine } from '../kit/log-line';
import { traceOf } from '../kit/trace';
import { getService } from '../get-service';
import { sendingBodyOf } from '../outbox';
import { memberOf } from '../tenancy';
import { presentMessages } from './message.presenter';

const paramsOf = (ctx: Context) => ctx.params as { conversationId: string; messageId: string };

export const message = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    const request = parseWith(ListMessages, ctx.query);
    ctx.body = await getService(strapi, 'inbox').messages(
      memberOf(ctx),
      paramsOf(ctx).conversationId,
      request,
    );
  },

  /** 202: the message is kept. Whether it was sent arrives later, as a status. */
  async create(ctx: Context) {
    const request = parseWith(SendMessage, sendingBodyOf(ctx));
    const member = memberOf(ctx);
    const trace = traceOf(ctx.get(TRACEPARENT_HEADER));
    const { conversationId } = paramsOf(ctx);
    const row = await getService(strapi, 'outbox').accept(member, conversationId, request, trace);
    strapi.log.debug(logLine('Message accepted', { message: row.documentId, trace: row.trace }));
    ctx.status = 202;
    ctx.body = { data: (await presentMessages(strapi, member, [row]))[0] };
  },

  async retry(ctx: Context) {
    const member = memberOf(ctx);
    const row = await getService(strapi, 'outbox').retry(member, paramsOf(ctx).messageId);
    ctx.status = 202;
    ctx.body = { data: (await presentMessages(strapi, member, [row]))[0] };
  },

  async leave(ctx: Context) {
    const member = memberOf(ctx);
    const row = await getService(strapi, 'outbox').leave(member, paramsOf(ctx).messageId);
    ctx.body = { data: (await presentMessages(strapi, member, [row]))[0] };
  },
});
