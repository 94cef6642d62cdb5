import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import {
  ListQuarantine,
  QuarantineChoice,
  QuarantinedBody,
  QuarantineOutcome,
  QuarantinePage,
  QuarantineReason,
} from '../../../contracts/quarantine';
import type { StrapiContext } from '../kit/context';
import { decodeCursor, encodeCursor } from '../kit/cursor';
import { getService } from '../get-service';
import type { QuarantinedRow } from '../store';
import { memberOf } from '../tenancy';
import type { Decision } from './quarantine.service';

const present = ({ documentId, receivedAt, ...row }: QuarantinedRow) => ({
  ...row,
  id: documentId,
  receivedAt: receivedAt.toISOString(),
});

/** Only what came to the company's own webhook address or concerns its own numbers. */
export const quarantine = ({ strapi }: StrapiContext) => {
  const decide = async (ctx: Context, to: Decision): Promise<void> => {
    const choice = parseWith(QuarantineChoice, ctx.request.body);
    const count = await getService(strapi, 'quarantine').decide(memberOf(ctx), choice, to);
    ctx.body = { data: QuarantineOutcome.parse({ count }) };
  };

  return {
    async list(ctx: Context) {
      const { show, reason, cursor, limit } = parseWith(ListQuarantine, ctx.query);
      const position = cursor === undefined ? null : decodeCursor(cursor, 'cursor');
      const { rows, counts } = await getService(strapi, 'quarantine').list(memberOf(ctx), {
        show,
        reason,
        after: position && { at: position.at, id: position.tie },
        // One more than asked for tells that there is a next page.
        limit: limit + 1,
      });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      ctx.body = QuarantinePage.parse({
        data: shown.map(present),
        meta: {
          nextCursor: last ? encodeCursor({ at: last.receivedAt, tie: last.id }) : null,
          counts: Object.fromEntries(QuarantineReason.options.map((name) => [name, counts.get(name) ?? 0])),
        },
      });
    },

    async readBody(ctx: Context) {
      const { inboundEventId: id } = ctx.params as { inboundEventId: string };
      const body = await getService(strapi, 'quarantine').read(memberOf(ctx), id);
      ctx.body = { data: QuarantinedBody.parse({ id, body }) };
    },

    replay: (ctx: Context) => decide(ctx, 'replaying'),
    dismiss: (ctx: Context) => decide(ctx, 'dismissed'),
  };
};
