import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Redis } from 'ioredis';
import { hastyClient, patientClient } from './redis-client';

/** A screen hears from its own process once Redis has answered, or after this time. */
const ANSWER_MS = 300;
/** Hints are worth something for seconds. Whoever could not read them all catches up from the database. */
const KEPT_HINTS = 2_000;
const READ_BLOCK_MS = 2_000;

export interface SocketAdapter {
  adapter: ReturnType<typeof createAdapter>;
  /** Whether what is said here reaches the others, and what they say arrives. */
  isReady(): boolean;
  /** After the sockets' server was closed. */
  close(): void;
}

/**
 * Sockets of several processes over Redis streams: what one says to a room reaches the room's sockets everywhere. Only
 * broadcasts may be sent over it: of what else the adapter knows it leaves failures unhandled while Redis is away.
 */
export const createSocketAdapter = (url: string, prefix: string, onReady: () => void): SocketAdapter => {
  const clients: Redis[] = [];
  const isReady = (): boolean => clients.every(({ status }) => status === 'ready');
  const keep = (client: Redis): void => {
    clients.push(client);
    client.on('ready', () => {
      if (isReady()) onReady();
    });
  };
  const duplicate = (): Redis => {
    const reader = patientClient(url);
    const subscribe = reader.subscribe.bind(reader) as unknown as (channels: string[]) => Promise<unknown>;
    // The adapter does not wait for it; it fails only where the client is closed before it was ever connected.
    Object.assign(reader, {
      subscribe: (channels: string[]) => subscribe(channels).catch(() => undefined),
    });
    keep(reader);
    return reader;
  };
  // With a client that waits, every screen of this process would wait for Redis to come back.
  const writer = Object.assign(hastyClient(url, ANSWER_MS), { duplicate });
  keep(writer);

  return {
    adapter: createAdapter(writer, {
      streamName: `${prefix}:sockets`,
      channelPrefix: `${prefix}:sockets`,
      maxLen: KEPT_HINTS,
      blockTimeInMs: READ_BLOCK_MS,
      onlyPlaintext: true,
    }),
    isReady,
    close() {
      for (const client of clients) client.disconnect();
    },
  };
};
