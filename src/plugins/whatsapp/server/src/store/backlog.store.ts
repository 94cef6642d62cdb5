import type { Core } from '@strapi/strapi';
import { connectionOf, rowsOf, TABLES } from './database';
import { isItsTurn } from './outbox.store';
import { systemStatement } from './scoped';

/*
 * How much waits, and since when: one statement along an index for each. Asked of the database and not of the memory of a
 * process, so that several processes say the same.
 */

/** Above this the exact number is nobody's concern any more, and counting costs. */
const COUNT_UP_TO = 100_000;

const numberOf = (value: unknown): number => Number(value ?? 0);
const dateOf = (value: unknown): Date | null =>
  value === null || value === undefined ? null : new Date(value as string | number | Date);

export interface InboundBacklog {
  depth: number;
  /** The one whose turn is next. */
  headId: number | null;
  /** Since when it waits: since it was kept, or taken out of the quarantine. */
  headSince: Date | null;
  /** The same of the oldest: what comes out of the quarantine goes before what is older than that. */
  oldestSince: Date | null;
}

/** The first of those that wait. */
const FIRST = "where state = 'waiting' order by id limit 1";
const FIRST_FRESH = "where state = 'waiting' and reason is null order by id limit 1";

export const readInboundBacklog = async (strapi: Core.Strapi): Promise<InboundBacklog> => {
  const [row] = rowsOf<Record<string, unknown>>(
    await systemStatement(
      connectionOf(strapi),
      `select count(*) as depth,
         (select id from ${TABLES.inboundEvents} ${FIRST}) as id,
         (select updated_at from ${TABLES.inboundEvents} ${FIRST}) as since,
         (select updated_at from ${TABLES.inboundEvents} ${FIRST_FRESH}) as fresh
       from (select id from ${TABLES.inboundEvents} where state = 'waiting' limit ${COUNT_UP_TO}) waiting`,
    ),
  );
  const [headSince, freshSince] = [dateOf(row?.since), dateOf(row?.fresh)];
  return {
    depth: numberOf(row?.depth),
    headId: headSince && numberOf(row?.id),
    headSince,
    oldestSince: headSince && freshSince && freshSince < headSince ? freshSince : headSince,
  };
};

/** When it is, and until when whatever is on its way is due again at the latest. */
interface Moment {
  now: Date;
  leaseUntil: Date;
}

/** What of one channel waits in the outbox or is on its way. */
export interface ChannelBacklog {
  channelId: number;
  depth: number;
  /** The earliest time at which somebody should have looked at one of them. */
  oldestDueAt: Date;
  /** How many are on their way, or will be within a lease. */
  attended: number;
}

/** Along the partial index of the outbox, and nothing but the index. */
export const readOutboxBacklog = async (
  strapi: Core.Strapi,
  { now, leaseUntil }: Moment,
): Promise<ChannelBacklog[]> =>
  rowsOf<Record<string, unknown>>(
    await systemStatement(
      connectionOf(strapi),
      `select channel_id, count(*) as depth, min(due_at) as oldest,
         sum(case when due_at > ? and due_at <= ? then 1 else 0 end) as attended
       from ${TABLES.messages} where due_at is not null and channel_id is not null group by channel_id`,
      [now, leaseUntil],
    ),
  ).flatMap((row) => {
    const oldestDueAt = dateOf(row.oldest);
    if (!oldestDueAt) return [];
    const [channelId, depth, attended] = [row.channel_id, row.depth, row.attended].map(numberOf);
    return [{ channelId, depth, oldestDueAt, attended }] as ChannelBacklog[];
  });

/**
 * Which of these channels have a message that could have been sent since `dueBefore`: one that does not wait behind another
 * of its chat. Ends at the first of each channel; still, ask only about those that nobody seems to attend to.
 */
export const findNeglectedChannels = async (
  strapi: Core.Strapi,
  channelIds: readonly number[],
  dueBefore: Date,
): Promise<number[]> => {
  if (channelIds.length === 0) return [];
  return rowsOf<{ id: number | string }>(
    await systemStatement(
      connectionOf(strapi),
      `select h.id from ${TABLES.channels} h
       where h.id in (${channelIds.map(() => '?').join(', ')}) and exists (
         select 1 from ${TABLES.messages} m
         where m.channel_id = h.id and m.due_at is not null and m.due_at <= ? and ${isItsTurn(TABLES.messages)})`,
      [...channelIds, dueBefore],
    ),
  ).map(({ id }) => Number(id));
};

export interface MediaBacklog {
  depth: number;
  oldestDueAt: Date | null;
  /** How many are being fetched, or will be within a lease. */
  attended: number;
}

export const readMediaBacklog = async (
  strapi: Core.Strapi,
  { now, leaseUntil }: Moment,
): Promise<MediaBacklog> => {
  const [row] = rowsOf<Record<string, unknown>>(
    await systemStatement(
      connectionOf(strapi),
      `select count(*) as depth, min(due_at) as oldest,
         sum(case when due_at > ? and due_at <= ? then 1 else 0 end) as attended
       from ${TABLES.mediaFiles} where due_at is not null`,
      [now, leaseUntil],
    ),
  );
  return {
    depth: numberOf(row?.depth),
    oldestDueAt: dateOf(row?.oldest),
    attended: numberOf(row?.attended),
  };
};

export interface ChannelCount {
  kind: string;
  state: string;
  count: number;
}

export const countChannels = async (strapi: Core.Strapi): Promise<ChannelCount[]> =>
  rowsOf<Record<string, unknown>>(
    await systemStatement(
      connectionOf(strapi),
      `select kind, state, count(*) as count from ${TABLES.channels}
       where tenant_id is not null group by kind, state`,
    ),
  ).map(({ kind, state, count }) => ({ kind: String(kind), state: String(state), count: numberOf(count) }));
