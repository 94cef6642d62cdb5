import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether the request holds the installation's token for metrics. Takes as long for a wrong one as for the right one. */
export const holdsMetricsToken = (ctx: Context, token: string | undefined): boolean => {
  const given = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(ctx.get('Authorization'))?.[1];
  return token !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(token));
};
