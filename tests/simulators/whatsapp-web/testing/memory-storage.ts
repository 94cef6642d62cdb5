import type { Credentials } from '../protocol/frames';
import type { WireChat, WireMessage } from '../protocol/message';
import type { DeviceStorage } from '../page/storage';

/** The device's storage where there is no IndexedDB. */
export const createMemoryStorage = (): DeviceStorage => {
  let known: Credentials | null = null;
  const messages = new Map<string, WireMessage>();
  const chats = new Map<string, WireChat>();
  return {
    saveCredentials: async (credentials) => {
      known = credentials;
    },
    loadCredentials: async () => known,
    put: async (message, chat) => {
      messages.set(message.ser, message);
      if (chat) chats.set(chat.id, chat);
    },
    putChat: async (chat) => void chats.set(chat.id, chat),
    forget: async (ser) => void messages.delete(ser),
    message: async (ser) => messages.get(ser),
    messages: async () => [...messages.values()],
    chats: async () => [...chats.values()],
    destroy: async () => {
      known = null;
      messages.clear();
      chats.clear();
    },
  };
};
