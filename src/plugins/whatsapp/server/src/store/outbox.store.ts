import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { shapeOf } from './columns';
import { connectionOf, isPostgres, rowsOf, TABLES, type Connection, type Trx } from './database';
import { messageShape } from './messages.store';
import type { AddressRow, MessageRow, WebSessionRow } from './rows';
import { expression, scoped, systemStatement } from './scoped';
import { updateEach } from './set-wise';

/** A channel with messages that wait or are on their way. */
export interface WaitingChannel {
  id: number;
  documentId: string;
  /** As Meta told it; null when it was never asked. */
  throughput: string | null;
  /** Of a channel of WhatsApp Web. */
  session: Pick<WebSessionRow, 'wish' | 'state' | 'bridgeUrl' | 'leaseUntil'> | null;
}

/** A message whose turn has come, with all that it takes to send it. */
export interface Claimed {
  message: MessageRow;
  /** Its sender died, and what it did is not known. */
  isExpired: boolean;
  contactId: number | null;
  addresses: AddressRow[];
}

const channelShape = shapeOf<Omit<WaitingChannel, 'session'>>(['id', 'documentId', 'throughput']);
const sessionShape = shapeOf<Pick<WebSessionRow, 'wish' | 'state' | 'bridgeUrl' | 'leaseUntil'>>([
  'wish',
  'state',
  'bridgeUrl',
  'leaseUntil',
]);

/**
 * Jumps from channel to channel along the index instead of reading all that waits: ten thousand messages of one company
 * cost no more than one.
 */
export const findWaitingChannels = async (connection: Connection): Promise<WaitingChannel[]> =>
  rowsOf<Record<string, unknown>>(
    await systemStatement(
      connection,
      `with recursive waiting(id) as (
         select min(channel_id) from ${TABLES.messages} where due_at is not null
         union all
         select (select min(m.channel_id) from ${TABLES.messages} m
                 where m.due_at is not null and m.channel_id > waiting.id)
         from waiting where waiting.id is not null)
       select h.id, h.document_id as "documentId", h.throughput, s.id as "sessionId", s.wish, s.state,
              s.bridge_url as "bridgeUrl", s.lease_until as "leaseUntil"
       from ${TABLES.channels} h join waiting on waiting.id = h.id
       left join ${TABLES.webSessions} s on s.channel_id = h.id and s.tenant_id = h.tenant_id`,
    ),
  ).map((row) => ({
    ...channelShape.read(row),
    session: row.sessionId === null ? null : sessionShape.read(row),
  }));

interface Turn {
  id: number | string;
  status: 'queued' | 'sending';
}

/** How a database asks for the turns of channels: what stands for a channel and its room, and what around the question. */
interface Asking {
  channel: string;
  room: string;
  around?: (turns: string) => string;
  bindings: Knex.RawBinding[];
}

/** That message `m` waits behind no other of its chat, or is on its way itself. */
export const isItsTurn = (messages: typeof TABLES.messages): string => `(m.status = 'sending' or not exists (
  select 1 from ${messages} p
  where p.conversation_id = m.conversation_id and p.due_at is not null and (p.seq < m.seq or p.status = 'sending')))`;

/** Of each channel, those whose turn has come: of each chat the oldest, and only when none before it is on its way. */
const findTurns = async (
  trx: Trx,
  { channel, room, around = (turns) => turns, bindings }: Asking,
): Promise<Turn[]> =>
  rowsOf<Turn>(
    await systemStatement(
      trx,
      around(
        `select m.id, m.status from ${TABLES.messages} m
         where m.channel_id = ${channel} and m.due_at is not null and m.due_at <= ? and ${isItsTurn(TABLES.messages)}
         order by m.priority, m.seq limit ${room}`,
      ),
      bindings,
    ),
  );

const lockTurns = async (trx: Trx, rooms: ReadonlyMap<number, number>, now: Date): Promise<Turn[]> => {
  if (isPostgres(trx)) {
    return findTurns(trx, {
      channel: 'a.channel',
      room: 'a.room',
      around: (turns) =>
        `select q.id, q.status from unnest(?::bigint[], ?::bigint[]) as a(channel, room)
         cross join lateral (${turns} for update of m skip locked) q`,
      bindings: [[...rooms.keys()], [...rooms.values()], now],
    });
  }
  const found: Turn[] = [];
  for (const [channelId, room] of rooms)
    found.push(...(await findTurns(trx, { channel: '?', room: '?', bindings: [channelId, now, room] })));
  return found;
};

interface RecipientColumns {
  conversationId: number;
  tenantId: number;
  contactId: number;
  /** Null for a contact without addresses. */
  kind: AddressRow['kind'] | null;
  value: string | null;
}

/** Whom the messages of these conversations go to. */
export const findRecipients = async (
  connection: Connection,
  conversationIds: number[],
): Promise<Map<number, { contactId: number; addresses: AddressRow[] }>> => {
  const rows = await scoped(connection, TABLES.conversations, 'c')
    .leftJoin({ a: TABLES.addresses }, (on) => {
      on.on('a.contact_id', 'c.contact_id').andOn('a.tenant_id', 'c.tenant_id');
    })
    .whereIn('c.id', conversationIds)
    .select<RecipientColumns[]>({
      conversationId: 'c.id',
      tenantId: 'c.tenant_id',
      contactId: 'c.contact_id',
      kind: 'a.kind',
      value: 'a.value',
    });
  const recipients = new Map<number, { contactId: number; addresses: AddressRow[] }>();
  for (const { conversationId, tenantId, contactId, kind, value } of rows) {
    const recipient = recipients.get(conversationId) ?? { contactId, addresses: [] };
    if (kind && value) recipient.addresses.push({ tenantId, contactId, kind, value });
    recipients.set(conversationId, recipient);
  }
  return recipients;
};

/**
 * Takes messages whose turn has come, up to `rooms` of each channel, people's before mailings: at most one per chat, the
 * oldest, and only when none before it waits or is on its way. Each one taken is `sending` until `leaseUntil`; nobody
 * else gets it meanwhile, also from another process. No lock is held while it is sent.
 *
 * Also gives those whose lease ran out (`isExpired`).
 */
export const claimDue = async (
  strapi: Core.Strapi,
  { now, leaseUntil, rooms }: { now: Date; leaseUntil: Date; rooms: ReadonlyMap<number, number> },
): Promise<Claimed[]> => {
  const connection = connectionOf(strapi);
  const [turns, messages] = await connection.transaction(async (trx) => {
    const locked = await lockTurns(trx, rooms, now);
    if (locked.length === 0) return [[], []];
    const rows: unknown[] = await scoped(trx, TABLES.messages)
      .whereIn(
        'id',
        locked.map(({ id }) => id),
      )
      .update({
        status: 'sending',
        due_at: leaseUntil,
        attempts: expression(trx, "attempts + case when status = 'queued' then 1 else 0 end"),
      })
      .returning(messageShape.select());
    return [locked, rows.map(messageShape.read)];
  });
  if (messages.length === 0) return [];

  const expired = new Set(turns.filter(({ status }) => status === 'sending').map(({ id }) => Number(id)));
  const recipients = await findRecipients(
    connection,
    messages.map(({ conversationId }) => conversationId),
  );
  // An update gives its rows back in no order: those of a channel shall go as they came.
  return messages
    .sort((a, b) => a.seq - b.seq)
    .map((message) => {
      const recipient = recipients.get(message.conversationId);
      return {
        message,
        isExpired: expired.has(message.id),
        contactId: recipient?.contactId ?? null,
        addresses: recipient?.addresses ?? [],
      };
    });
};

/** Says that these are still on their way. What is just being settled is left alone. */
export const renewLeases = async (
  strapi: Core.Strapi,
  ids: readonly number[],
  leaseUntil: Date,
): Promise<void> => {
  const connection = connectionOf(strapi);
  await connection.transaction(async (trx) => {
    const held = scoped(trx, TABLES.messages)
      .select('id')
      .whereIn('id', [...ids])
      .where({ status: 'sending' });
    const rows = (await (isPostgres(trx) ? held.forUpdate().skipLocked() : held)) as { id: number }[];
    if (rows.length === 0) return;
    await scoped(trx, TABLES.messages)
      .whereIn(
        'id',
        rows.map(({ id }) => id),
      )
      .update({ due_at: leaseUntil });
  });
};

/** Puts messages back in their places after a certain rejection. What a report settled meanwhile stays settled. */
export const postponeEach = async (
  connection: Connection,
  postponed: readonly { id: number; dueAt: Date }[],
): Promise<void> => {
  if (postponed.length === 0) return;
  // Locked: a report that settles one of them now must not be overwritten.
  const query = scoped(connection, TABLES.messages)
    .select('id')
    .whereIn(
      'id',
      postponed.map(({ id }) => id),
    )
    .where({ status: 'sending' })
    .orderBy('id');
  const held = (await (isPostgres(connection) ? query.forUpdate() : query)) as { id: number }[];
  const ids = new Set(held.map(({ id }) => Number(id)));
  await updateEach(
    connection,
    TABLES.messages,
    { status: 'text', dueAt: 'date' },
    postponed.filter(({ id }) => ids.has(id)).map((row) => ({ ...row, status: 'queued' })),
  );
};

/** What waits in a chat goes as soon as a person's answer does: the answer must not wait behind a mailing. */
export const hurryChat = async (connection: Connection, conversationId: number): Promise<void> => {
  await scoped(connection, TABLES.messages)
    .where({ conversation_id: conversationId })
    .whereNotNull('due_at')
    .where('priority', '>', 0)
    .update({ priority: 0 });
};

/** Numbers the next try above all earlier ones, so that a late report of failure about those is recognised. */
export const supersedeAttempts = async (connection: Connection, id: number): Promise<void> => {
  await scoped(connection, TABLES.messages).where({ id }).increment('attempts', 1);
};
