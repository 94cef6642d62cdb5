import type { Context, Next } from 'koa';
import type { PluginConfig } from '../config';
import { SIGNATURE_HEADER } from '../../../contracts/signature';
import { clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { isSignedRequest } from '../kit/signature';
import { parseJson, readBody } from './read-body';

/** A batch of webhooks: Meta's largest is 3 MB, and the adapter's reading travels beside the original. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Lets only the bridge through. Bodies come as `application/octet-stream`, which Strapi's parser leaves alone, so the
 * signature is checked over the very bytes; the parsed JSON is then in `ctx.state.bridgeBody`.
 */
export const bridgeSignature =
  (_config: unknown, { strapi }: StrapiContext) =>
  async (ctx: Context, next: Next) => {
    const { bridgeSecret: secret } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    const body = ctx.method === 'GET' ? Buffer.alloc(0) : await readBody(ctx, MAX_BODY_BYTES);
    const request = { secret, method: ctx.method, path: ctx.originalUrl, body };

    if (!isSignedRequest(request, ctx.get(SIGNATURE_HEADER), clock.now().getTime())) {
      ctx.status = 401;
      ctx.body = {
        data: null,
        error: { status: 401, name: 'UnauthorizedError', message: 'Not signed', details: {} },
      };
      return;
    }
    if (body.length > 0) (ctx.state as { bridgeBody?: unknown }).bridgeBody = parseJson(body);
    await next();
  };
