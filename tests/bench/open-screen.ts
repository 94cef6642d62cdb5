import { io } from 'socket.io-client';
import { ChangePage } from '../../src/plugins/whatsapp/contracts/inbox';
import { readBody } from '../support/api-client';
import type { ApiClient } from '../support/api-client';

/** An agent's open screen, as the panel does it: a hint comes, and what changed is asked for. */
export interface OpenScreen {
  /** When each text was there, by `performance.now()`. */
  seenAt: ReadonlyMap<string, number>;
  close(): void;
}

export const openScreen = async (strapiUrl: string, api: ApiClient): Promise<OpenScreen> => {
  const socket = io(strapiUrl, {
    path: '/whatsapp/socket',
    auth: { token: api.token },
    transports: ['websocket'],
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const seenAt = new Map<string, number>();
  let cursor = 0;
  /** Asks until nothing more has changed. */
  const catchUp = async (): Promise<void> => {
    for (let hasMore = true; hasMore; ) {
      const page = readBody(ChangePage, await api.get(`/whatsapp/changes?after=${cursor}&limit=500`));
      ({ cursor, hasMore } = page.meta);
      for (const { content } of page.data.messages) {
        if (content.type === 'text' && !seenAt.has(content.body)) seenAt.set(content.body, performance.now());
      }
    }
  };
  await catchUp();
  seenAt.clear();

  let asking: Promise<void> | null = null;
  let isStale = false;
  const ask = async (): Promise<void> => {
    while (isStale) {
      isStale = false;
      await catchUp();
    }
    asking = null;
  };
  // Hints that come while it asks are one more question, and not as many.
  socket.on('changed', () => {
    isStale = true;
    asking ??= ask();
  });
  return { seenAt, close: () => void socket.disconnect() };
};
