import type { Context } from 'koa';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { memberOf } from '../tenancy';
import { uploadTypeOf } from './leave-uploads';

export const upload = ({ strapi }: StrapiContext) => ({
  /** 201: the file is kept for a day, until a message takes it. */
  async create(ctx: Context) {
    const bytes = ctx.req as AsyncIterable<Buffer>;
    ctx.body = {
      data: await getService(strapi, 'media').takeUpload(memberOf(ctx), bytes, uploadTypeOf(ctx)),
    };
    ctx.status = 201;
  },
});
