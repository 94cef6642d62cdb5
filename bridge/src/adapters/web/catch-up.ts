import type { HistoryLimits, SentMemory } from './engine';
import type { Incoming } from './incoming';
import { isGroup, isNoChat } from './message-id';
import type { ListedChat, WhatsAppPage } from './page';

export interface CatchUpOptions {
  page: WhatsAppPage;
  incoming: Incoming;
  memory: SentMemory;
  takesGroups: boolean;
}

/** Beyond it an absence is long: older messages stay on the phone. */
const MOST_PER_CHAT = 200;
const MOST_CHATS = 200;
/** The page's clock and ours differ, and what was told last may have been told before an earlier message. */
const OVERLAP_S = 15 * 60;
const MOST_ACKS = 100;
/** No message is as young, in unix seconds. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Finds what happened while nobody listened. Every finding may be known already: whoever gets it looks at its id. */
export const createCatchUp = ({ page, incoming, memory, takesGroups }: CatchUpOptions) => {
  const isWanted = ({ id }: ListedChat): boolean => !isNoChat(id) && (takesGroups || !isGroup(id));

  /** A chat with news: unread, or younger than what was heard last, for it may have been read on the phone meanwhile. */
  const readNews = async (chat: ListedChat, sinceSeconds: number | undefined): Promise<void> => {
    const unread = Math.min(MOST_PER_CHAT, Math.max(0, chat.unreadCount));
    const from = sinceSeconds ?? NEVER;
    const messages = await page.readChat(chat.id, {
      limit: MOST_PER_CHAT,
      atLeast: unread,
      sinceSeconds: from,
    });
    const isNews = (message: unknown, index: number): boolean =>
      index >= messages.length - unread || secondsOf(message) >= from;
    await incoming.takeFound(messages.filter(isNews), 'caught-up');
  };

  const readAcks = async (): Promise<void> => {
    const pending = memory.pending();
    for (let from = 0; from < pending.length; from += MOST_ACKS) {
      const some = pending.slice(from, from + MOST_ACKS);
      const found = await page.findMessages(some.map(({ serializedId }) => serializedId));
      await incoming.takeAcks(found, new Map(some.map(({ messageId, ack }) => [messageId, ack])));
    }
  };

  return {
    async catchUp(sinceMs: number | undefined): Promise<void> {
      const since = sinceMs === undefined ? undefined : Math.floor(sinceMs / 1_000) - OVERLAP_S;
      const chats = (await page.listChats()).filter(isWanted);
      const fresh = chats.filter(
        ({ t, unreadCount }) => unreadCount > 0 || (since !== undefined && t >= since),
      );
      for (const chat of fresh.slice(0, MOST_CHATS)) await readNews(chat, since);
      await readAcks();
    },

    async importHistory(
      { chats, messagesPerChat }: HistoryLimits,
      onProgress: (done: number, total: number) => void,
    ): Promise<void> {
      const chosen = (await page.listChats()).filter(isWanted).slice(0, chats);
      onProgress(0, chosen.length);
      for (const [index, chat] of chosen.entries()) {
        const slice = { limit: messagesPerChat, atLeast: messagesPerChat, sinceSeconds: NEVER };
        await incoming.takeFound(await page.readChat(chat.id, slice), 'history');
        onProgress(index + 1, chosen.length);
      }
    },
  };
};

const secondsOf = (message: unknown): number => {
  const t =
    typeof message === 'object' && message !== null ? (Reflect.get(message, 't') as unknown) : undefined;
  return typeof t === 'number' ? t : 0;
};
