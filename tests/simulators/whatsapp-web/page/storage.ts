import type { Credentials } from '../protocol/frames';
import type { WireChat, WireMessage } from '../protocol/message';
import { randomBytes } from './core/bytes';

const NAME = 'wawc';
const STORES = ['user', 'message', 'chat'] as const;
type StoreName = (typeof STORES)[number];

interface Sealed {
  key: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(`IndexedDB: ${request.error?.message}`));
  });

const remove = (): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

const seal = async (credentials: Credentials): Promise<Sealed> => {
  // The key cannot be read out, not even by the page: only a copy of the whole profile carries it on.
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = randomBytes(12);
  const bytes = new TextEncoder().encode(JSON.stringify(credentials));
  return { key, iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) };
};

const unseal = async ({ key, iv, sealed }: Sealed): Promise<Credentials> => {
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed);
  return JSON.parse(new TextDecoder().decode(bytes)) as Credentials;
};

/** What survives a restart of the browser: who this device is, its messages, its chats. */
export interface DeviceStorage {
  saveCredentials(credentials: Credentials): Promise<void>;
  loadCredentials(): Promise<Credentials | null>;
  /** Both or neither: a message without its chat's count would be read before it was seen. */
  put(message: WireMessage, chat?: WireChat): Promise<void>;
  putChat(chat: WireChat): Promise<void>;
  forget(ser: string): Promise<void>;
  message(ser: string): Promise<WireMessage | undefined>;
  messages(): Promise<WireMessage[]>;
  chats(): Promise<WireChat[]>;
  destroy(): Promise<void>;
}

export const openStorage = async (): Promise<DeviceStorage> => {
  const database = await open();
  const read = <Value>(store: StoreName, ask: (store: IDBObjectStore) => IDBRequest): Promise<Value> =>
    new Promise((resolve, reject) => {
      const request = ask(database.transaction(store, 'readonly').objectStore(store));
      request.onsuccess = () => resolve(request.result as Value);
      request.onerror = () => reject(new Error(`IndexedDB: ${request.error?.message}`));
    });
  const write = (
    stores: StoreName[],
    work: (of: (name: StoreName) => IDBObjectStore) => void,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error(`IndexedDB: ${transaction.error?.message}`));
      work((name) => transaction.objectStore(name));
    });
  return {
    saveCredentials: async (credentials) => {
      const sealed = await seal(credentials);
      await write(['user'], (of) => of('user').put(sealed, 'credentials'));
      localStorage.setItem('last-wid-md', JSON.stringify(credentials.pn));
    },
    loadCredentials: async () => {
      const sealed = await read<Sealed | undefined>('user', (store) => store.get('credentials'));
      return sealed ? unseal(sealed) : null;
    },
    put: (message, chat) =>
      write(['message', 'chat'], (of) => {
        of('message').put(message, message.ser);
        if (chat) of('chat').put(chat, chat.id);
      }),
    putChat: (chat) => write(['chat'], (of) => of('chat').put(chat, chat.id)),
    forget: (ser) => write(['message'], (of) => of('message').delete(ser)),
    message: (ser) => read('message', (store) => store.get(ser)),
    messages: () => read('message', (store) => store.getAll()),
    chats: () => read('chat', (store) => store.getAll()),
    destroy: async () => {
      database.close();
      localStorage.clear();
      await remove();
    },
  };
};
