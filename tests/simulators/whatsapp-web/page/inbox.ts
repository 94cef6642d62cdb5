import type { Stanza } from '../protocol/frames';
import { MsgKey } from './core/ids';
import type { ChatModel } from './models/chat';
import { fromWire, toWire } from './models/message';
import type { MessageModel } from './models/message';
import { toReactionRow } from './models/reactions';
import type { Reactions } from './models/reactions';
import type { Store } from './models/store';
import { toVoteRow } from './models/votes';
import type { Votes } from './models/votes';
import type { DeviceStorage } from './storage';

export interface Inbox {
  /** Applies it at once, so that order is kept; resolves when it was written down. */
  apply(stanza: Stanza): Promise<void>;
}

export interface InboxParts {
  store: Store;
  storage: DeviceStorage;
  reactions: Reactions;
  votes: Votes;
  /** WhatsApp has the message: it need not be sent again. */
  onSettled: (ser: string) => void;
}

const revokedPart = ({ id }: MessageModel): Record<string, unknown> => ({
  body: undefined,
  caption: undefined,
  subtype: 'sender',
  protocolMessageKey: new MsgKey({
    fromMe: id.fromMe,
    remote: id.remote,
    id: id.id,
    participant: id.participant,
  }),
  type: 'revoked',
});

export const createInbox = ({ store, storage, reactions, votes, onSettled }: InboxParts): Inbox => {
  const keep = (message: MessageModel, chat?: ChatModel): Promise<void> =>
    storage.put(toWire(message), chat?.toWire());
  const change = async (
    ser: string,
    patchOf: (message: MessageModel) => Record<string, unknown>,
  ): Promise<void> => {
    const message = store.messages.get(ser);
    if (!message) return;
    message.set(patchOf(message));
    await keep(message);
  };
  const changeChat = async (id: string, patch: Parameters<ChatModel['set']>[0]): Promise<void> => {
    const chat = store.ensureChat(id);
    chat.set(patch);
    await storage.putChat(chat.toWire());
  };
  const receive = async (message: MessageModel): Promise<void> => {
    // It came once more because the connection went before we could say that we had it.
    if (store.messages.get(message.id)) return;
    const chat = store.admit(message);
    const counts = !message.id.fromMe && !message.isNotification;
    if (counts) chat.set({ unreadCount: chat.unreadCount + 1 });
    await keep(message, chat);
  };
  const acknowledge = async (ser: string, ack: number): Promise<void> => {
    onSettled(ser);
    const message = store.messages.get(ser);
    if (!message) return;
    const before = message.ack ?? 0;
    // It climbs, or it is the refusal of what was not yet taken.
    if (ack <= before && !(ack < 0 && before === 0)) return;
    message.set({ ack });
    if (Reflect.get(message, 'isUnsentMedia') === true) message.set({ isUnsentMedia: false });
    await keep(message);
  };

  return {
    apply: async (stanza) => {
      switch (stanza.kind) {
        case 'message':
          return receive(fromWire(stanza.message, true));
        case 'ack':
          return acknowledge(stanza.ser, stanza.ack);
        case 'reaction':
          return reactions.reactionTableMode.bulkUpsert([toReactionRow(stanza.reaction)]);
        case 'vote':
          return votes.pollVoteTableMode.bulkUpsert([toVoteRow(stanza.vote)]);
        case 'edit':
          return change(stanza.ser, ({ directPath }) => ({
            [directPath ? 'caption' : 'body']: stanza.body,
            latestEditSenderTimestampMs: stanza.atMs,
          }));
        case 'revoke':
          return change(stanza.ser, revokedPart);
        case 'decrypted':
          return change(stanza.ser, () => stanza.patch);
        case 'remove': {
          const message = store.messages.get(stanza.ser);
          if (!message) return;
          store.chats.get(message.id.remote)?.msgs.remove(message);
          store.messages.remove(message);
          return storage.forget(stanza.ser);
        }
        case 'contact':
          return store.meet(stanza.contact);
        case 'group':
          return store.ensureChat(stanza.group.id).describeGroup(stanza.group);
        case 'read':
          return changeChat(stanza.chat, { unreadCount: 0 });
        case 'archive':
          return changeChat(stanza.chat, { archive: stanza.isArchived });
      }
    },
  };
};
