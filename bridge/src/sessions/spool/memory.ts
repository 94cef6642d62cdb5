import { z } from 'zod';
import type { SentMemory } from '../../adapters/web';
import type { Clock } from '../../kit/clock';
import type { LoginNote } from '../login-copy';
import type { Database } from './database';

/** A message whose id got lost is looked for in what the page shows of the last hours. */
const INTENT_MS = 6 * 60 * 60 * 1_000;
/** People read late; a week later nobody looks at the ticks. */
const PENDING_MS = 7 * 24 * 60 * 60 * 1_000;
const MOST_PENDING = 500;
const READ = 3;

const IntentRow = z.object({ client_ref: z.string(), fingerprint: z.string(), at: z.number() });
const RefRow = z.object({ client_ref: z.string().nullable() }).optional();
const PendingRow = z.object({ message_id: z.string(), serialized_id: z.string(), ack: z.number() });
const LoginRow = z
  .object({ linked_at: z.number(), heard_at: z.number().nullable(), fence: z.number() })
  .optional();

/** What one session remembers beyond the life of its process: see `SentMemory`, and since when it is logged in. */
export const createMemory = (database: Database, channelId: string, clock: Clock) => {
  const prepare = (statement: string) => database.prepare(statement);
  const intend = prepare(
    `INSERT INTO sent (channel_id, client_ref, fingerprint, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel_id, client_ref) DO NOTHING`,
  );
  const dropEcho = prepare('DELETE FROM sent WHERE channel_id = ? AND message_id = ? AND client_ref IS NULL');
  const assign = prepare(
    'UPDATE sent SET message_id = ?, serialized_id = ? WHERE channel_id = ? AND client_ref = ?',
  );
  const withdraw = prepare('DELETE FROM sent WHERE channel_id = ? AND client_ref = ? AND message_id IS NULL');
  const open = prepare(
    `SELECT client_ref, fingerprint, at FROM sent
     WHERE channel_id = ? AND message_id IS NULL AND at > ? ORDER BY at`,
  );
  const refOf = prepare('SELECT client_ref FROM sent WHERE channel_id = ? AND message_id = ?');
  const follow = prepare(
    `INSERT INTO sent (channel_id, message_id, serialized_id, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel_id, message_id) DO NOTHING`,
  );
  const acknowledge = prepare('UPDATE sent SET ack = max(ack, ?) WHERE channel_id = ? AND message_id = ?');
  const pending = prepare(
    `SELECT message_id, serialized_id, ack FROM sent
     WHERE channel_id = ? AND message_id IS NOT NULL AND ack < ${READ} AND at > ? ORDER BY at DESC LIMIT ${MOST_PENDING}`,
  );
  const login = prepare('SELECT linked_at, heard_at, fence FROM logins WHERE channel_id = ?');
  const link = prepare(
    `INSERT INTO logins (channel_id, linked_at, fence) VALUES (?, ?, ?)
     ON CONFLICT (channel_id) DO UPDATE SET fence = excluded.fence`,
  );
  const adopt = prepare(
    'INSERT OR REPLACE INTO logins (channel_id, linked_at, heard_at, fence) VALUES (?, ?, ?, ?)',
  );
  const unlink = prepare('DELETE FROM logins WHERE channel_id = ?');
  const hear = prepare('UPDATE logins SET heard_at = ? WHERE channel_id = ?');

  const sent: SentMemory = {
    intend: ({ clientRef, fingerprint, at }) => void intend.run(channelId, clientRef, fingerprint, at),
    assign(clientRef, { messageId, serializedId }) {
      dropEcho.run(channelId, messageId);
      assign.run(messageId, serializedId, channelId, clientRef);
    },
    withdraw: (clientRef) => void withdraw.run(channelId, clientRef),
    openIntents: () =>
      z
        .array(IntentRow)
        .parse(open.all(channelId, clock.now() - INTENT_MS))
        .map(({ client_ref, fingerprint, at }) => ({ clientRef: client_ref, fingerprint, at })),
    clientRefOf: (messageId) => RefRow.parse(refOf.get(channelId, messageId))?.client_ref ?? undefined,
    follow: ({ messageId, serializedId }) => void follow.run(channelId, messageId, serializedId, clock.now()),
    acknowledge: (messageId, ack) => void acknowledge.run(ack, channelId, messageId),
    pending: () =>
      z
        .array(PendingRow)
        .parse(pending.all(channelId, clock.now() - PENDING_MS))
        .map(({ message_id, serialized_id, ack }) => ({
          messageId: message_id,
          serializedId: serialized_id,
          ack,
        })),
  };

  return {
    sent,
    /** There is a login, and since when everything that happened was heard; undefined without a login. */
    login(): { linkedAt: number; heardAt: number | undefined; fence: number } | undefined {
      const row = LoginRow.parse(login.get(channelId));
      return row && { linkedAt: row.linked_at, heardAt: row.heard_at ?? undefined, fence: row.fence };
    },
    /** It is logged in, under this lease. */
    linked: (fence: number): void => void link.run(channelId, clock.now(), fence),
    /** The login of another bridge is here now, as that one had it under this lease. */
    adopted: (fence: number, { linkedAt, heardAt }: LoginNote): void =>
      void adopt.run(channelId, linkedAt, heardAt, fence),
    unlinked: (): void => void unlink.run(channelId),
    /** Nothing that happened before now is missing. */
    heard: (): void => void hear.run(clock.now(), channelId),
  };
};
export type SessionMemory = ReturnType<typeof createMemory>;
