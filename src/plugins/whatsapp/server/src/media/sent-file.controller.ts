import { createReadStream } from 'node:fs';
import type { Context } from 'koa';
import { MEDIA_HEADERS } from '../../../contracts/bridge';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { getService } from '../get-service';

/** For the bridge, which asks with its signature. */
export const sentFile = ({ strapi }: StrapiContext) => ({
  /** The bytes of a file that is to be sent. */
  async findOne(ctx: Context) {
    const { mediaFileId } = ctx.params as { mediaFileId: string };
    const { path, sizeBytes, digest } = await asSystem('media', () =>
      getService(strapi, 'media').openToSend(mediaFileId),
    );
    ctx.set(MEDIA_HEADERS.sha256, digest);
    ctx.set(MEDIA_HEADERS.size, String(sizeBytes));
    ctx.type = 'application/octet-stream';
    ctx.length = sizeBytes;
    ctx.body = createReadStream(path);
  },
});
