import type { Core } from '@strapi/strapi';
import { connectionOf, isPostgres, TABLES, type Connection } from './database';
import { expression, scoped, systemStatement } from './scoped';

/** A message whose turn has come. */
export interface Due {
  id: number;
  status: 'queued' | 'sending';
}

/**
 * Takes the messages whose turn has come: at most one per conversation, the oldest, and only when none before it is
 * still waiting or on its way. Each one taken is `sending` until `leaseUntil`; nobody else gets it meanwhile, also from
 * another process. No lock is held while it is sent.
 *
 * Also gives those whose lease ran out (`status: 'sending'`): their sender died, and what it did is not known.
 */
export const claimDue = async (
  strapi: Core.Strapi,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<Due[]> => {
  const connection = connectionOf(strapi);
  const skipLocked = isPostgres(connection) ? 'for update of m skip locked' : '';

  return connection.transaction(async (trx) => {
    const due = rowsOf(
      await systemStatement(
        trx,
        `select m.id, m.status from ${TABLES.messages} m
         where m.due_at is not null and m.due_at <= ?
           and (m.status = 'sending' or not exists (
             select 1 from ${TABLES.messages} p
             where p.conversation_id = m.conversation_id and p.due_at is not null and p.seq < m.seq))
         order by m.seq limit ? ${skipLocked}`,
        [now, limit],
      ),
    );
    if (due.length === 0) return [];

    await scoped(trx, TABLES.messages)
      .whereIn(
        'id',
        due.map(({ id }) => id),
      )
      .update({
        status: 'sending',
        due_at: leaseUntil,
        attempts: expression(trx, "attempts + case when status = 'queued' then 1 else 0 end"),
      });
    return due;
  });
};

/** Puts a message back in its place after a certain rejection. Nothing happens when a report settled it meanwhile. */
export const postpone = async (strapi: Core.Strapi, id: number, until: Date): Promise<void> => {
  await scoped(connectionOf(strapi), TABLES.messages)
    .where({ id, status: 'sending' })
    .update({ status: 'queued', due_at: until });
};

/** A raw query's rows: `pg` wraps them, better-sqlite3 does not. */
const rowsOf = (result: unknown): Due[] =>
  (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows).map((row) => {
    const { id, status } = row as { id: number | string; status: Due['status'] };
    return { id: Number(id), status };
  });

/** Numbers the next try above all earlier ones, so that a late report of failure about those is recognised. */
export const supersedeAttempts = async (connection: Connection, id: number): Promise<void> => {
  await scoped(connection, TABLES.messages).where({ id }).increment('attempts', 1);
};
