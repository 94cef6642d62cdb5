import type { WireContact } from '../../protocol/message';
import { Collection } from '../core/collection';
import type { Id } from '../core/collection';
import { createModel } from '../core/model';
import type { ModelOf } from '../core/model';
import { createWid } from '../core/ids';
import type { Wid } from '../core/ids';
import { ChatModel } from './chat';
import { createLidBook } from './lid-book';
import type { LidBook } from './lid-book';
import { MessageModel, fromWire } from './message';
import type { DeviceStorage } from '../storage';

export interface ContactAttributes {
  id: Wid;
  type: string;
  name?: string;
  pushname?: string;
  formattedName?: string;
  phoneNumber?: Wid;
  isBusiness: boolean;
  isContactBlocked: boolean;
}
export type ContactModel = ModelOf<ContactAttributes>;

export interface MessageCollection extends Collection<MessageModel> {
  readonly modelClass: typeof MessageModel;
  /** From the memory, or from what the device keeps. */
  getMessagesById(sers: string[]): Promise<{ messages: MessageModel[] }>;
  search(query: string): Promise<{ messages: MessageModel[] }>;
}

/** What this device knows: its messages, chats and people. */
export interface Store {
  readonly messages: MessageCollection;
  readonly chats: Collection<ChatModel>;
  readonly contacts: Collection<ContactModel>;
  readonly lids: LidBook;
  me: { pn: Wid | null; lid: Wid | null };
  ensureChat(id: unknown): ChatModel;
  meet(contact: WireContact): void;
  /** Did the servers or the phone tell of this person? */
  hasMet(wid: Wid): boolean;
  /** Does the chat with this person go by the LID? */
  isLidAddressed(wid: Wid): boolean;
  /** Into its chat; tells that it was added, unless silent. Twice is the same as once. */
  admit(message: MessageModel, options?: { silent?: boolean }): ChatModel;
}

const createContact = (id: Id): ContactModel =>
  createModel<ContactAttributes>({
    id: createWid(id),
    type: 'in',
    name: undefined,
    pushname: undefined,
    isBusiness: false,
    isContactBlocked: false,
  });

const createMessages = (storage: DeviceStorage): MessageCollection => {
  const messages = new Collection<MessageModel>();
  return Object.assign(messages, {
    modelClass: MessageModel,
    getMessagesById: async (sers: string[]) => {
      const kept = await Promise.all(sers.map((ser) => storage.message(ser)));
      const found = kept.flatMap((wire) => (wire ? [messages.get(wire.ser) ?? fromWire(wire, false)] : []));
      return { messages: found };
    },
    search: async (query: string) => ({
      messages: messages.getModelsArray().filter(({ body }) => (body ?? '').includes(query)),
    }),
  });
};

export const createStore = (storage: DeviceStorage): Store => {
  const messages = createMessages(storage);
  const chats = new Collection<ChatModel>();
  const contacts: Collection<ContactModel> = new Collection<ContactModel>({
    make: (id) => contacts.add(createContact(id)),
  });
  const lids = createLidBook();
  const lidAddressed = new Set<string>();
  const met = new Set<string>();

  const contactOf = (id: Id): ContactModel => contacts.get(id) ?? contacts.add(createContact(id));
  const ensureChat = (id: unknown): ChatModel => {
    const wid = createWid(id);
    const known = chats.get(wid);
    if (known) return known;
    const contact = contacts.get(wid);
    const chat = new ChatModel({
      id: wid,
      t: 0,
      unreadCount: 0,
      archive: false,
      pin: 0,
      muteExpiration: 0,
      name: contact?.name ?? contact?.pushname ?? wid.user,
      formattedTitle: contact?.name ?? `+${wid.user}`,
      isReadOnly: false,
      endOfHistoryTransferType: 0,
      labels: [],
    });
    return chats.add(chat);
  };
  return {
    messages,
    chats,
    contacts,
    lids,
    me: { pn: null, lid: null },
    ensureChat,
    meet: ({ pn, lid, name, pushname, isBusiness = false, isLidAddressed }) => {
      lids.learn(pn, lid);
      if (isLidAddressed && pn) lidAddressed.add(pn);
      const known = { name, pushname, isBusiness, formattedName: name ?? pushname };
      if (pn) contactOf(pn).set(known);
      if (lid) contactOf(lid).set({ ...known, phoneNumber: pn ? createWid(pn) : undefined });
      for (const id of [pn, lid]) {
        if (!id) continue;
        met.add(id);
        if (name) chats.get(id)?.set({ name, formattedTitle: name });
      }
    },
    hasMet: (wid) => met.has(wid._serialized),
    isLidAddressed: (wid) => lidAddressed.has(wid._serialized),
    admit: (message, { silent = false } = {}) => {
      const chat = ensureChat(message.id.remote);
      // First into the chat: whoever hears of the message may ask the chat for it.
      chat.keep(messages.get(message.id) ?? message);
      messages.add(message, { silent });
      return chat;
    },
  };
};
