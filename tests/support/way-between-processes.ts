import { administer } from './postgres';
import { startRedis } from './redis-server';
import type { Stack } from './stack';

/** On which several Strapi processes hear of each other. */
export interface Way {
  env: Record<string, string>;
  /** How many processes stand at it. */
  processes(stack: Stack): Promise<number>;
  /** It is broken, and what was under way on it is lost. */
  breaks(stack: Stack): Promise<void>;
  mends(stack: Stack): Promise<void>;
  close(): Promise<void>;
}

/** Redis, which dies and comes back empty, and forgets everything once more. */
export const wayOverRedis = async (): Promise<Way> => {
  const redis = await startRedis();
  return {
    env: { WHATSAPP_REDIS_URL: redis.url },
    processes: async () => {
      const news = [...(await redis.listeners())].filter(([channel]) => !channel.includes('#'));
      return news.reduce((sum, [, count]) => sum + count, 0);
    },
    breaks: redis.kill,
    mends: async () => {
      await redis.start();
      await redis.flush();
    },
    close: redis.close,
  };
};

const LISTENERS = "query ilike any (array['listen %', '%pg_notify%'])";

const cutListeners = async (stack: Stack): Promise<void> => {
  const server = new URL(stack.env.DATABASE_URL ?? '');
  const database = server.pathname.slice(1);
  server.pathname = '/postgres';
  await administer(
    server.href,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = '${database}' and ${LISTENERS}`,
  );
};

/** PostgreSQL, whose connections to those who listen are cut. */
export const wayOverPostgres = async (): Promise<Way> => ({
  env: {},
  processes: async (stack) =>
    (
      await stack
        .database()('pg_stat_activity')
        .whereRaw(`datname = current_database() and pid <> pg_backend_pid() and ${LISTENERS}`)
        .select('pid')
    ).length,
  breaks: cutListeners,
  mends: cutListeners,
  close: async () => undefined,
});
