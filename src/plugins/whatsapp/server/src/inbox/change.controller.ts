import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { ListChanges } from '../../../contracts/inbox';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { memberOf } from '../tenancy';

export const change = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    ctx.body = await getService(strapi, 'inbox').changes(memberOf(ctx), parseWith(ListChanges, ctx.query));
  },
});
