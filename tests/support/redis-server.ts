import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually';
import { startProcess } from './managed-process';
import type { ManagedProcess } from './managed-process';
import { freePorts } from './ports';

/** Debian's Redis on a port of its own, which keeps nothing on disk: killed and started again it is empty. */
export interface RedisServer {
  url: string;
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Forgets everything while it runs. */
  flush(): Promise<void>;
  /** How many connections hear each of the channels. */
  listeners(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

export const startRedis = async (): Promise<RedisServer> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-redis-'));
  const [port = 0] = await freePorts(1);
  const password = randomBytes(12).toString('hex');
  const url = `redis://:${password}@127.0.0.1:${port}/0`;
  const settings = { port, bind: '127.0.0.1', dir: folder, requirepass: password, save: '""' };
  const file = path.join(folder, 'redis.conf');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  let server: ManagedProcess | undefined;

  const ask = async <Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer> => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined); // told by the command that fails
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  };
  const start = async (): Promise<void> => {
    server = startProcess({
      program: process.env.REDIS_SERVER_PATH ?? '/usr/bin/redis-server',
      file,
      env: { PATH: process.env.PATH },
      logFile: path.join(folder, 'redis.log'),
    });
    await eventually(() => ask((client) => client.ping()));
  };
  const kill = async (): Promise<void> => server?.kill();

  await start();
  return {
    url,
    start,
    kill,
    flush: async () => void (await ask((client) => client.flushall())),
    listeners: () =>
      ask(async (client) => {
        const channels = (await client.pubsub('CHANNELS')) as string[];
        const counts = await client.pubsub('NUMSUB', ...channels);
        return new Map(channels.map((channel, index) => [channel, Number(counts[2 * index + 1])]));
      }),
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
