import { Redis, type RedisOptions } from 'ioredis';

const CONNECT_MS = 5_000;
const RETRY_MAX_MS = 2_000;

/** Tries again for ever: `duplicate` and BullMQ ask for a connection that heals by itself. */
const healing: RedisOptions = {
  connectTimeout: CONNECT_MS,
  retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_MAX_MS),
};

/** Nobody is told of each failed attempt: whether Redis is away is said once, by the wire. */
const quiet = (client: Redis): Redis => client.on('error', () => undefined);

/** What waits in it until Redis is back: for whoever reads. */
export const patientClient = (url: string): Redis =>
  quiet(new Redis(url, { ...healing, maxRetriesPerRequest: null }));

/** Fails at once while Redis is away: for whoever says something that nobody needs any more afterwards. */
export const hastyClient = (url: string, commandTimeout?: number): Redis =>
  quiet(new Redis(url, { ...healing, enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout }));

/** Connected when it resolves; once its connection breaks it is over. */
export const connectOnce = async (url: string): Promise<Redis> => {
  const client = new Redis(url, {
    connectTimeout: CONNECT_MS,
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  });
  let why: Error | undefined;
  client.on('error', (error: Error) => {
    why = error;
  });
  // What it fails with is always "Connection is closed"; the event has told why.
  await client.connect().catch((error: unknown) => {
    throw why ?? error;
  });
  return client;
};
