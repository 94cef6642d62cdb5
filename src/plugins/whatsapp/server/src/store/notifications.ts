import type { Core } from '@strapi/strapi';
import { connectionOf } from './database';

interface Notification {
  channel: string;
  payload?: string;
}

/** The part of a connection of `pg` that is used here. */
interface PostgresConnection {
  query(statement: string, values?: string[]): Promise<unknown>;
  on(event: 'notification', listen: (notification: Notification) => void): void;
  on(event: 'error' | 'end', listen: (error?: Error) => void): void;
  end(): Promise<void>;
}

export interface Notifications {
  /** To every process that listens, this one too. */
  send(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * A connection of its own, beside the pool, that listens to `channel` (LISTEN/NOTIFY): one of the pool would be given to
 * others, and what was sent on it would wait for their commit.
 */
export const openNotifications = async (
  strapi: Core.Strapi,
  channel: string,
  { onText, onClosed }: { onText: (text: string) => void; onClosed: (reason: string) => void },
): Promise<Notifications> => {
  // Made by knex, so that address, TLS and password are the pool's own.
  const pool = connectionOf(strapi).client as { acquireRawConnection(): Promise<PostgresConnection> };
  const connection = await pool.acquireRawConnection();
  const end = (): Promise<void> => connection.end();
  connection.on('notification', ({ payload }) => onText(payload ?? ''));
  connection.on('error', (error) => onClosed(String(error?.message)));
  connection.on('end', () => onClosed('the connection ended'));
  try {
    await connection.query(`listen "${channel}"`);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async send(text) {
      await connection.query('select pg_notify($1, $2)', [channel, text]);
    },
    close: end,
  };
};
