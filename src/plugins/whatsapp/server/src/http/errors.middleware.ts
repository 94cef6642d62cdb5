import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import { newDocumentId } from '../kit/ids';
import type { StrapiContext } from '../kit/context';

const NAMES: Partial<Record<WhatsAppError['kind'], string>> = {
  invalid: 'ValidationError',
  unauthorized: 'UnauthorizedError',
  forbidden: 'ForbiddenError',
  'not-found': 'NotFoundError',
};

const answer = (ctx: Context, error: WhatsAppError, extra: object = {}): void => {
  ctx.status = error.status;
  if (error.retryAfterMs) ctx.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)));
  ctx.body = {
    data: null,
    error: {
      status: error.status,
      name: NAMES[error.kind] ?? 'ApplicationError',
      message: error.message,
      details: { ...error.toReport(), ...extra },
    },
  };
};

/** A failure that nobody foresaw: told with a reference to the log, never with its own words. */
const unforeseen = (strapi: Core.Strapi, ctx: Context, cause: unknown): WhatsAppError => {
  const reference = newDocumentId().slice(0, 8);
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  strapi.log.error(`[whatsapp] ${ctx.method} ${ctx.path} failed (reference ${reference}): ${text}`);
  return new WhatsAppError('internal', `Something went wrong on our side (reference ${reference})`);
};

/** The one place of this plugin that turns failures into HTTP. Strapi's own errors pass through. */
export const errors =
  (_config: unknown, { strapi }: StrapiContext) =>
  async (ctx: Context, next: Next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof WhatsAppError) {
        if (error.kind === 'internal') answer(ctx, unforeseen(strapi, ctx, error.cause ?? error));
        else answer(ctx, error, 'details' in error ? (error.details as object) : {});
        return;
      }
      if (isStrapiError(error)) throw error;
      answer(ctx, unforeseen(strapi, ctx, error));
    }
  };

const isStrapiError = (error: unknown): boolean =>
  error instanceof Error && ('expose' in error || ('details' in error && error.name.endsWith('Error')));
