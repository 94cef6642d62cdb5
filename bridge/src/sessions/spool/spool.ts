import { z } from 'zod';
import { BridgeEvent } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { ORIGINS, type Origin } from '../../adapters/web';
import type { Clock } from '../../kit/clock';
import { isoTime } from '../../kit/clock';
import type { Database } from './database';

/** An event that waits for the plugin. */
export interface SpooledEvent {
  id: number;
  channelId: string;
  /** Of the lease under which it was heard. */
  fence: number;
  /** `history` was said before the channel existed, and shall neither notify nor answer by itself. */
  origin: Origin;
  receivedAt: string;
  event: BridgeEvent;
}

/** What makes an event the same as one that came before, whichever way it came. */
export const keyOf = (event: BridgeEvent): string =>
  event.type === 'message.reported' ? `${event.messageId}/${event.status}` : event.messageId;

const Row = z.object({
  id: z.number(),
  channel_id: z.string(),
  fence: z.number(),
  origin: z.enum(ORIGINS),
  received_at: z.number(),
  event: z.string(),
});

/** Beyond it nothing is found a second time: WhatsApp keeps what waits for 30 days. */
const REMEMBERED_MS = 60 * 24 * 60 * 60 * 1_000;

/**
 * Events between WhatsApp and the plugin. What `append` took is on the disk; it stays there until `commit`, and what
 * remains then is only that it was there.
 */
export const createSpool = (
  database: Database,
  clock: Clock,
  onUnreadable: (id: number) => void = () => undefined,
) => {
  const insert = database.prepare(
    `INSERT INTO events (channel_id, key, fence, origin, received_at, event) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel_id, key) DO NOTHING`,
  );
  const selectWaiting = database.prepare(
    `SELECT id, channel_id, fence, origin, received_at, event FROM events
     WHERE channel_id = ? AND committed_at IS NULL ORDER BY id LIMIT ?`,
  );
  const selectChannels = database.prepare(
    'SELECT DISTINCT channel_id FROM events WHERE committed_at IS NULL',
  );
  const settle = database.prepare(
    'UPDATE events SET event = NULL, committed_at = ? WHERE id = ? AND committed_at IS NULL',
  );
  /** What an older bridge wrote and we do not understand stays in the file, and keeps nothing behind it. */
  const setAside = database.prepare('UPDATE events SET committed_at = ? WHERE id = ?');
  const countWaiting = database.prepare(
    'SELECT COUNT(*) AS depth, MIN(received_at) AS oldest FROM events WHERE committed_at IS NULL',
  );
  const forget = database.prepare('DELETE FROM events WHERE committed_at < ?');
  const forgetSent = database.prepare('DELETE FROM sent WHERE at < ?');

  const appendAll = database.transaction(
    (channelId: string, fence: number, events: { event: BridgeEvent; origin: Origin }[]) =>
      events.reduce(
        (count, { event, origin }) =>
          count +
          insert.run(channelId, keyOf(event), fence, origin, clock.now(), JSON.stringify(event)).changes,
        0,
      ),
  );
  const commitAll = database.transaction((ids: readonly number[]) => {
    for (const id of ids) settle.run(clock.now(), id);
  });

  const read = (row: unknown): SpooledEvent[] => {
    const { id, channel_id, fence, origin, received_at, event } = Row.parse(row);
    const parsed = BridgeEvent.safeParse(JSON.parse(event));
    if (parsed.success)
      return [
        {
          id,
          channelId: channel_id,
          fence,
          origin,
          receivedAt: isoTime(received_at),
          event: parsed.data,
        },
      ];
    setAside.run(clock.now(), id);
    onUnreadable(id);
    return [];
  };

  return {
    /** Gives how many of them are new. All of them are on the disk when it returns, or none. */
    append: (channelId: string, fence: number, events: { event: BridgeEvent; origin: Origin }[]): number =>
      appendAll.immediate(channelId, fence, events),

    /** The next ones of a channel, in the order in which they came. */
    next: (channelId: string, limit: number): SpooledEvent[] =>
      selectWaiting.all(channelId, limit).flatMap(read),

    channels: (): string[] =>
      z
        .array(z.object({ channel_id: z.string() }))
        .parse(selectChannels.all())
        .map(({ channel_id }) => channel_id),

    commit: (ids: readonly number[]): void => commitAll.immediate(ids),

    waiting(): { depth: number; oldestAt: number | null } {
      const { depth, oldest } = z
        .object({ depth: z.number(), oldest: z.number().nullable() })
        .parse(countWaiting.get());
      return { depth, oldestAt: oldest };
    },

    /** Forgets what nobody will find again. */
    prune(): void {
      forget.run(clock.now() - REMEMBERED_MS);
      forgetSent.run(clock.now() - REMEMBERED_MS);
    },
  };
};
export type Spool = ReturnType<typeof createSpool>;
