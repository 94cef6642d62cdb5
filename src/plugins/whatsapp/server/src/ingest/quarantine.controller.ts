import type { Context } from 'koa';
import { QuarantinedEvent } from '../../../contracts/channel';
import type { StrapiContext } from '../kit/context';
import { listQuarantine } from '../store';
import { memberOf } from '../tenancy';

const LIMIT = 100;

export const quarantine = ({ strapi }: StrapiContext) => ({
  /** The newest first. Only what came to the company's own webhook address or concerns its own numbers. */
  async list(ctx: Context) {
    const rows = await listQuarantine(strapi, memberOf(ctx).tenantId, LIMIT);
    ctx.body = {
      data: rows.map((row) =>
        QuarantinedEvent.parse({ ...row, id: row.documentId, receivedAt: row.receivedAt.toISOString() }),
      ),
    };
  },
});
