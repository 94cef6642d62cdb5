import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

/** What Strapi's parser of bodies leaves alone. */
const OPAQUE = 'application/octet-stream';

/** Where files are brought to: the panel's way and the content API's. */
export const UPLOADS = '/files';
const PATH = new RegExp(`^.*/whatsapp${UPLOADS}/?$`);

interface UploadState {
  uploadType?: string;
}

/**
 * Strapi writes the files of a form to the temporary folder before anybody has asked who sends them. Ours are read by our
 * own handler, once their sender may send: this hides the form from Strapi's parser, which stands before every route.
 */
export const leaveUploadsAlone = (strapi: Core.Strapi): void => {
  strapi.server.use(async (ctx: Context, next: Next) => {
    if (ctx.method === 'POST' && PATH.test(ctx.path)) {
      (ctx.state as UploadState).uploadType = ctx.get('content-type');
      ctx.req.headers['content-type'] = OPAQUE;
    }
    await next();
  });
};

/** The `content-type` that this request came with; empty when it had none. */
export const uploadTypeOf = (ctx: Context): string => (ctx.state as UploadState).uploadType ?? '';
