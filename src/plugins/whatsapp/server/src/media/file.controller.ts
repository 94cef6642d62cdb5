import { createReadStream } from 'node:fs';
import type { Context } from 'koa';
import { clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { byteRangeOf } from './byte-range';
import { contentDisposition } from './file-name';
import { servedAs } from './file-type';
import { nameOf } from './media.presenter';
import type { OpenFile } from './media.service';

/** What a customer sent, as harmless as a browser can be told to take it. */
const headersOf = ({ row, expiresAt }: OpenFile): Record<string, string> => {
  const { mimeType, isShown } = servedAs(row.mimeType);
  const remainingSeconds = Math.floor((expiresAt.getTime() - clock.now().getTime()) / 1_000);
  return {
    'Content-Type': mimeType,
    'Content-Disposition': contentDisposition(isShown ? 'inline' : 'attachment', nameOf(row)),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': `private, max-age=${Math.max(0, remainingSeconds)}`,
    'Accept-Ranges': 'bytes',
  };
};

export const file = ({ strapi }: StrapiContext) => ({
  /** GET and HEAD of a signed address; parts of it, too, which players ask for. */
  async findOne(ctx: Context) {
    const { token } = ctx.params as { token: string };
    const open = await getService(strapi, 'media').open(token);
    const { sizeBytes } = open;
    ctx.set(headersOf(open));

    // There is nothing by which an earlier part could be recognised: a condition on one is never met.
    const isPlain = ctx.method === 'HEAD' || ctx.get('If-Range') !== '';
    const range = isPlain ? 'whole' : byteRangeOf(ctx.get('Range'), sizeBytes);
    if (range === 'outside') {
      ctx.status = 416;
      ctx.remove('Content-Disposition');
      ctx.set('Content-Type', 'text/plain; charset=utf-8');
      ctx.set('Content-Range', `bytes */${sizeBytes}`);
      ctx.body = 'There is no such part';
      return;
    }

    const { start, end } = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range;
    ctx.status = range === 'whole' ? 200 : 206;
    if (range !== 'whole') ctx.set('Content-Range', `bytes ${start}-${end}/${sizeBytes}`);
    if (ctx.method !== 'HEAD') {
      // Of an empty file nothing can be read: `end` would lie before `start`.
      ctx.body = sizeBytes === 0 ? '' : createReadStream(open.path, { start, end });
    }
    ctx.length = end - start + 1;
  },
});
