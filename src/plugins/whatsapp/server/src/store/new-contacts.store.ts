import { TABLES, type Connection, type Trx } from './database';
import { scoped } from './scoped';

/** Whether the other side ever wrote, or we did from here. What the phone itself wrote is not ours. */
export const isAcquainted = async (connection: Connection, conversationId: number): Promise<boolean> => {
  const known: unknown = await scoped(connection, TABLES.messages)
    .where({ conversation_id: conversationId })
    .andWhere((either) => {
      void either.where({ direction: 'in' }).orWhereNotNull('client_id');
    })
    .first('id');
  return known !== undefined;
};

/** Of a channel: when strangers were written to first, oldest first. Exact only under the company's lock. */
export const approachesSince = async (
  connection: Connection,
  channelId: number,
  since: Date,
): Promise<Date[]> => {
  const rows = await scoped(connection, TABLES.conversations)
    .where({ channel_id: channelId })
    .andWhere('approached_at', '>', since)
    .orderBy('approached_at')
    .select<{ approached_at: string | number | Date }[]>('approached_at');
  return rows.map((row) => new Date(row.approached_at));
};

/** Inside `changeTenants` only. */
export const markApproached = async (trx: Trx, conversationId: number, at: Date): Promise<void> => {
  await scoped(trx, TABLES.conversations).where({ id: conversationId }).update({ approached_at: at });
};
