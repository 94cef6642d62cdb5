import type { Core } from '@strapi/strapi';
import { connectionOf, rowsOf, TABLES } from './database';
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
}

export const readInboundBacklog = async (strapi: Core.Strapi): Promise<InboundBacklog> => {
  const [row] = rowsOf<Record<string, unknown>>(
    await systemStatement(
      connectionOf(strapi),
      `select count(*) as depth,
         (select id from ${TABLES.inboundEvents} where state = 'waiting' order by id limit 1) as id,
         (select updated_at from ${TABLES.inboundEvents} where state = 'waiting' order by id limit 1) as since
       from (select id from ${TABLES.inboundEvents} where state = 'waiting' limit ${COUNT_UP_TO}) waiting`,
    ),
  );
  return {
    depth: numberOf(row?.depth),
    headId: row?.id === null || row?.id === undefined ? null : Number(row.id),
    headSince: dateOf(row?.since),
  };
};

/** What of one channel waits in the outbox or is on its way. */
export interface ChannelBacklog {
  channelId: number;
  depth: number;
  /** The earliest time at which somebody should have looked at one of them. */
  oldestDueAt: Date;
  /** The latest: in the future when one is on its way, or waits on purpose. */
  latestDueAt: Date;
}

/** Along the partial index of the outbox, and nothing but the index. */
export const readOutboxBacklog = async (strapi: Core.Strapi): Promise<ChannelBacklog[]> =>
  rowsOf<Record<string, unknown>>(
    await systemStatement(
      connectionOf(strapi),
      `select channel_id, count(*) as depth, min(due_at) as oldest, max(due_at) as latest
       from ${TABLES.messages} where due_at is not null and channel_id is not null group by channel_id`,
    ),
  ).flatMap((row) => {
    const [oldestDueAt, latestDueAt] = [dateOf(row.oldest), dateOf(row.latest)];
    if (!oldestDueAt || !latestDueAt) return [];
    return [{ channelId: Number(row.channel_id), depth: numberOf(row.depth), oldestDueAt, latestDueAt }];
  });

export interface MediaBacklog {
  depth: number;
  oldestDueAt: Date | null;
  /** How many are being fetched, or will be within a lease. */
  attended: number;
}

export const readMediaBacklog = async (
  strapi: Core.Strapi,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
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
