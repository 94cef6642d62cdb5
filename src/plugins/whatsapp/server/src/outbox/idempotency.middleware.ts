import { createHash, randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import { addMs, clock, DAY_MS } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { pause } from '../kit/pause';
import { stableJson } from '../kit/stable-json';
import { closeKey, dropKey, endLease, openKey, type IdempotencyRow } from '../store';
import { memberOf } from '../tenancy';

const HEADER = 'Idempotency-Key';
const KEPT_MS = DAY_MS;
/** Longer than any sending request takes: afterwards its process is believed dead. */
const LEASE_MS = 60_000;
/** How long a twin waits for the first one's answer before it is told to come again. */
const WAIT_MS = 5_000;
const POLL_MS = 50;

interface IdempotencyState {
  clientId?: string;
}

const keyOf = (ctx: Context): string => {
  const key = ctx.get(HEADER);
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = `${HEADER}: 1 to 255 printable characters without spaces`;
  throw new WhatsAppError('invalid', message, { fields: [{ path: HEADER, message }] });
};

const digestOf = (ctx: Context): string =>
  createHash('sha256')
    .update(`${ctx.method} ${ctx.path}\n${stableJson(ctx.request.body)}`)
    .digest('hex');

const replay = (ctx: Context, { status, body }: IdempotencyRow): void => {
  ctx.status = status ?? 200;
  ctx.set('Idempotent-Replayed', 'true');
  ctx.body = JSON.parse(body ?? 'null') as unknown;
};

const carryOut = async (
  strapi: Core.Strapi,
  { ctx, next, row }: { ctx: Context; next: Next; row: IdempotencyRow },
): Promise<void> => {
  (ctx.state as IdempotencyState).clientId = row.clientId;
  try {
    await next();
  } catch (error) {
    // Our own refusals come before anything is written. After anything else the repetition must find the same message.
    const isRefusal = error instanceof WhatsAppError && error.kind !== 'internal';
    await (isRefusal ? dropKey(strapi, row.id) : endLease(strapi, row.id, clock.now()));
    throw error;
  }
  await closeKey(strapi, row.id, { status: ctx.status, body: JSON.stringify(ctx.body ?? null) });
};

/**
 * `Idempotency-Key`: the same request of the same caller under the same key is carried out once within a day, and every
 * repetition gets the first one's answer. Another request under the same key is a `conflict`.
 *
 * Sound also when the process dies in between: the message is made under a `clientId` that belongs to the key.
 */
export const idempotency =
  (_config: unknown, { strapi }: StrapiContext) =>
  async (ctx: Context, next: Next): Promise<void> => {
    if (!ctx.get(HEADER)) {
      await next();
      return;
    }
    const { id: memberId, tenantId } = memberOf(ctx);
    const caller = { tenantId, memberId, key: keyOf(ctx), digest: digestOf(ctx), clientId: randomUUID() };
    const giveUpAt = addMs(clock.now(), WAIT_MS);

    for (;;) {
      const now = clock.now();
      const times = { leaseEndsAt: addMs(now, LEASE_MS), expiresAt: addMs(now, KEPT_MS) };
      const opened = await openKey(strapi, { ...caller, ...times }, now);
      if (opened && opened.row.digest !== caller.digest) {
        throw new WhatsAppError('conflict', `This ${HEADER} was used for another request`);
      }
      if (opened && opened.row.status !== null) return replay(ctx, opened.row);
      if (opened?.isOurs) return carryOut(strapi, { ctx, next, row: opened.row });
      if (now >= giveUpAt) {
        throw new WhatsAppError('conflict', `The request with this ${HEADER} is still running`, {
          retryAfterMs: 1_000,
        });
      }
      await pause(POLL_MS);
    }
  };

/** The body of a sending request: who gave an `Idempotency-Key` need not think of a `clientId`, too. */
export const sendingBodyOf = (ctx: Context): unknown => {
  const body: unknown = ctx.request.body;
  const { clientId } = ctx.state as IdempotencyState;
  const isObject = body !== null && typeof body === 'object' && !Array.isArray(body);
  return isObject && clientId ? { clientId, ...body } : body;
};
