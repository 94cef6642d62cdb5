import { z } from 'zod';
import { Direction } from '../../../contracts/inbox';

/** A message that this tab has not yet handed over to the server. */
export const PendingMessage = z.object({
  clientId: z.uuid(),
  conversationId: z.string(),
  body: z.string(),
  quoted: z.object({ id: z.string(), direction: Direction, preview: z.string() }).nullable(),
  writtenAt: z.iso.datetime(),
  state: z.enum(['sending', 'failed']),
  /** Why it failed; null when the page was closed while it was on its way. */
  problem: z.object({ reason: z.string(), remedy: z.string().nullable() }).nullable(),
});
export type PendingMessage = z.infer<typeof PendingMessage>;
export type PendingProblem = NonNullable<PendingMessage['problem']>;

type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface PendingMessages {
  subscribe: (listener: () => void) => () => void;
  /** Oldest first. The same array until something changes. */
  all: () => readonly PendingMessage[];
  put: (message: PendingMessage) => void;
  fail: (clientId: string, problem: PendingProblem) => void;
  remove: (clientId: string) => void;
}

const Stored = z.array(PendingMessage);

/** What a reload interrupted may or may not have arrived; sending it again is safe, its `clientId` is the same. */
const restore = (storage: TextStorage, key: string): PendingMessage[] => {
  try {
    const stored = Stored.safeParse(JSON.parse(storage.getItem(key) ?? '[]'));
    return stored.success ? stored.data.map((message) => ({ ...message, state: 'failed' })) : [];
  } catch {
    return []; // what cannot be read was not written by us
  }
};

/** Written but unsent messages of one person: they outlive a closed chat and a reload of the tab. */
export const createPendingMessages = (storage: TextStorage, key: string): PendingMessages => {
  let messages: readonly PendingMessage[] = restore(storage, key);
  const listeners = new Set<() => void>();

  const change = (next: readonly PendingMessage[]): void => {
    messages = next;
    try {
      if (next.length > 0) storage.setItem(key, JSON.stringify(next));
      else storage.removeItem(key);
    } catch {
      // A full or forbidden storage costs the copy that survives a reload, not the message on screen.
    }
    listeners.forEach((listener) => listener());
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => messages,
    put: (message) => {
      const isKnown = messages.some(({ clientId }) => clientId === message.clientId);
      // A retry keeps its place in the order.
      change(
        isKnown
          ? messages.map((item) => (item.clientId === message.clientId ? message : item))
          : [...messages, message],
      );
    },
    fail: (clientId, problem) =>
      change(
        messages.map((item) => (item.clientId === clientId ? { ...item, state: 'failed', problem } : item)),
      ),
    remove: (clientId) => change(messages.filter((item) => item.clientId !== clientId)),
  };
};
