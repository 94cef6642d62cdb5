import type { Context } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';

/** The bytes of a body that Strapi's parser left alone. Fails with `invalid` beyond `maxBytes`. */
export const readBody = async (ctx: Context, maxBytes: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of ctx.req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new WhatsAppError('invalid', 'The body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
};

export const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (cause) {
    throw new WhatsAppError('invalid', 'The body is not JSON', { cause });
  }
};
