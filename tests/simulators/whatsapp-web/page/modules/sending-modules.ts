import { MsgKey } from '../core/ids';
import { fromWire, MessageModel, toWire } from '../models/message';
import type { MessageAttributes } from '../models/message';
import type { ChatModel } from '../models/chat';
import type { ContactModel } from '../models/store';
import type { Modules, PageContext } from './context';

interface FoundLink {
  href: string;
  suspiciousCharacters: Set<string>;
}

const findLinks = (text: unknown): FoundLink[] =>
  [...(typeof text === 'string' ? text : '').matchAll(/https?:\/\/\S+/g)].map(([href]) => ({
    href,
    suspiciousCharacters: new Set<string>(),
  }));

const sentBy = (message: MessageModel): Promise<{ messageSendResult: string; t: number }> =>
  new Promise((resolve) => {
    const look = (_message: unknown, ack: unknown): void => {
      if (typeof ack !== 'number' || ack === 0) return;
      message.off('change:ack', look);
      resolve({ messageSendResult: ack > 0 ? 'OK' : 'ERROR_UNKNOWN', t: message.t });
    };
    message.on('change:ack', look);
  });

const cardOf = ({ name, id }: ContactModel): { displayName: string; vcard: string } => {
  const displayName = name ?? `+${id.user}`;
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${displayName};;;`,
    `FN:${displayName}`,
    `TEL;type=CELL;waid=${id.user}:+${id.user}`,
    'END:VCARD',
  ];
  return { displayName, vcard: lines.join('\n') };
};

/** Writing, answering, reacting, voting, editing. */
export const sendingModules = ({ session, store, storage }: PageContext): Modules => {
  const { link, outbox, apply } = session;
  const mine = (message: MessageModel): boolean => message.id.fromMe;

  const addAndSend = (
    chat: ChatModel,
    attributes: MessageAttributes,
  ): [Promise<MessageModel>, Promise<unknown>] => {
    const isUnsentMedia = attributes.directPath ? true : undefined;
    const message = new MessageModel({ ...attributes, isUnsentMedia });
    store.admit(message);
    const result = sentBy(message);
    // Written down first: a page that dies now sends it when it is back.
    const added = storage.put(toWire(message), chat.toWire()).then(() => {
      outbox.push(message);
      return message;
    });
    return [added, result];
  };
  const me = (): string => String(store.me.pn);
  const addressOf = ({
    id,
  }: MessageModel): { fromMe: boolean; parent: string; chat: string; from: string; author?: string } => ({
    fromMe: true,
    parent: id._serialized,
    chat: id.remote._serialized,
    from: me(),
    author: id.remote.isGroup() ? me() : undefined,
  });
  const react = async (message: MessageModel, text: string): Promise<void> => {
    const reaction = { ...addressOf(message), id: await MsgKey.newId(), text, atMs: Date.now() };
    await link.ask({ t: 'react', reaction });
    await apply({ kind: 'reaction', reaction });
  };
  const vote = async (message: MessageModel, selected: Set<number>): Promise<void> => {
    const own = {
      ...addressOf(message),
      id: await MsgKey.newId(),
      selected: [...selected],
      atMs: Date.now(),
    };
    await link.ask({ t: 'vote', vote: own });
    await apply({ kind: 'vote', vote: own });
  };
  const edit = async ({ id }: MessageModel, body: string): Promise<void> => {
    const ser = id._serialized;
    await link.ask({ t: 'edit', ser, body });
    await apply({ kind: 'edit', ser, body, atMs: Date.now() });
  };
  const quotedOf = (message: MessageModel): MessageModel => {
    const id = String(Reflect.get(message, 'quotedStanzaID'));
    const known = store.messages.getModelsArray().find((other) => other.id.id === id);
    if (known) return known;
    const chat = message.id.remote._serialized;
    const quoted = Reflect.get(message, 'quotedMsg') as { type: string; body?: string };
    return fromWire(
      { ...quoted, id, chat, fromMe: false, from: chat, to: me(), t: message.t, ser: `false_${chat}_${id}` },
      false,
    );
  };
  return {
    WALinkify: { findLinks, findLink: (text: unknown) => findLinks(text)[0] },
    WAWebLinkPreviewChatAction: { getLinkPreview: async () => undefined },
    WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
    WAWebSendMsgChatAction: { addAndSendMsgToChat: addAndSend },
    WAWebMsgReply: { canReplyMsg: () => true },
    WAWebQuotedMsgModelUtils: { getQuotedMsgObj: quotedOf },
    WAWebSendReactionMsgAction: { sendReactionToMsg: react },
    WAWebPollsSendVoteMsgAction: { sendVote: vote },
    WAWebMsgActionCapability: {
      canEditText: (message: MessageModel) => mine(message) && message.type === 'chat',
      canEditCaption: (message: MessageModel) => mine(message) && Boolean(message.directPath),
      canSenderRevokeMsg: mine,
      canAdminRevokeMsg: () => false,
      canStarMsg: () => true,
    },
    WAWebSendMessageEditAction: { sendMessageEdit: edit },
    WAWebFrontendVcardUtils: { vcardFromContactModel: cardOf },
    WAWebVcardParsingUtils: { parseVcard: (text: string) => ({ name: /^FN:(.*)$/m.exec(text)?.[1] }) },
    WAWebVcardGetNameFromParsed: { vcardGetNameFromParsed: ({ name }: { name?: string }) => name },
  };
};
