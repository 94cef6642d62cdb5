import type { WireMessage } from '../../protocol/message';
import { Collection } from '../core/collection';
import { createModel } from '../core/model';
import { createWid } from '../core/ids';
import type { Wid } from '../core/ids';
import { fromWire } from '../models/message';
import type { MessageModel } from '../models/message';
import type { ChatModel } from '../models/chat';
import type { Modules, PageContext } from './context';
import type { Person } from './people-modules';

const PAGE_OF_HISTORY = 20;

/** A collection of which nothing is stored: `find` makes a bare entry. */
const bare = (attributes: Record<string, unknown> = {}) =>
  new Collection({ make: (id) => createModel({ ...attributes, id: createWid(id) }) });

/** Collections, chats, history, and what one does in a chat besides writing. */
export const chatModules = ({
  config,
  session,
  store,
  storage,
  reactions,
  votes,
  presence,
  calls,
}: PageContext): Modules => {
  const { link } = session;
  const findOrCreate = async (id: unknown): Promise<{ chat: ChatModel; created: boolean }> => {
    const wid = createWid(id);
    const lid = store.lids.lidOf(wid);
    const latest = lid && store.isLidAddressed(wid) ? lid : wid;
    const known = store.chats.get(latest);
    if (known) return { chat: known, created: false };
    const isMe = wid.equals(store.me.pn) || wid.equals(store.me.lid);
    if (wid.isUser() && !isMe && !store.hasMet(wid)) {
      const person = await link.ask<Person | null>({ t: 'exists', wid: wid._serialized });
      if (!person) throw new Error('No LID for user');
      store.lids.learn(person.pn, person.lid);
      return { chat: store.ensureChat(person.wid), created: true };
    }
    if (wid.isGroup()) throw new Error(`There is no group ${wid._serialized}`);
    return { chat: store.ensureChat(latest), created: true };
  };
  const loadEarlier = async ({ chat }: { chat: ChatModel }): Promise<MessageModel[]> => {
    // Messages of one second have no order of their own here: a page of them may be known already, and is passed over.
    for (;;) {
      const wires = await link.ask<WireMessage[]>({
        t: 'history',
        chat: chat.id._serialized,
        before: chat.earliest ?? chat.msgs.getModelsArray()[0]?.id._serialized ?? null,
        limit: PAGE_OF_HISTORY,
      });
      const [first] = wires;
      if (!first) return [];
      chat.earliest = first.ser;
      const messages = wires
        .filter(({ ser }) => !store.messages.get(ser))
        .map((wire) => fromWire(wire, false));
      messages.forEach((message) => store.admit(message, { silent: true }));
      if (messages.length > 0) return messages;
    }
  };
  const markSeen = async ({ chat }: { chat: ChatModel }): Promise<void> => {
    if (config.faults.brokenSeen)
      throw new TypeError("Cannot read properties of undefined (reading 'markedUnread')");
    chat.set({ unreadCount: 0 });
    link.tell({ t: 'seen', chat: chat.id._serialized });
    await storage.putChat(chat.toWire());
  };
  const typing = (state: 'composing' | 'recording' | 'paused') => async (wid: Wid) =>
    link.tell({ t: 'typing', chat: wid._serialized, state });
  const available = (isAvailable: boolean) => () => link.tell({ t: 'presence', isAvailable });

  return {
    WAWebCollections: {
      Msg: store.messages,
      Chat: store.chats,
      Contact: store.contacts,
      Reactions: reactions.collection,
      GroupMetadata: { update: async () => undefined },
      Blocklist: bare(),
      Label: bare(),
      Status: bare(),
      ProfilePicThumb: bare({ img: null }),
      BusinessProfile: bare(),
      WAWebNewsletterCollection: bare(),
    },
    WAWebCallCollection: calls,
    WAWebAddonReactionTableMode: reactions,
    WAWebAddonPollVoteTableMode: votes,
    WAWebPollsVotesSchema: { getTable: () => votes.table },
    WAWebNonMessageDataRequestPlaceholderMessageResendUtils: {
      handlePlaceholderMsgsSeen: (messages: MessageModel[]) =>
        link.tell({ t: 'resend', sers: messages.map(({ id }) => id._serialized) }),
    },
    WAWebFindChatAction: { findOrCreateLatestChat: findOrCreate },
    WAWebChatGetters: {
      getIsNewsletter: ({ id }: ChatModel) => id.isNewsletter(),
      getIsBroadcast: ({ id }: ChatModel) => id.isBroadcast(),
    },
    WAWebChatLoadMessages: { loadEarlierMsgs: loadEarlier },
    WAWebSendNonMessageDataRequest: {
      sendPeerDataOperationRequest: (_kind: number, { chatId }: { chatId: Wid }) =>
        link.ask({ t: 'sync-history', chat: chatId._serialized }),
    },
    WAWebUpdateUnreadChatAction: { sendSeen: markSeen },
    WAWebStreamModel: { Stream: { markAvailable: available(true), markUnavailable: available(false) } },
    WAWebPresenceChatAction: {
      sendPresenceAvailable: available(true),
      sendPresenceUnavailable: available(false),
    },
    WAWebChatStateBridge: {
      sendChatStateComposing: typing('composing'),
      sendChatStateRecording: typing('recording'),
      sendChatStatePaused: typing('paused'),
    },
    // No name that the library asks for: who wants to show that a customer types has to look here.
    WAWebPresenceCollection: { PresenceCollection: presence.collection },
  };
};
