import type { Emitter } from '../core/emitter';
import type { ChatModel } from '../models/chat';
import type { MessageModel } from '../models/message';
import type { PageContext } from './context';

/** The page's own commands: some the library calls, others it listens to. */
export const createCommands = ({ session, storage }: PageContext, refreshQR: () => void): Emitter => {
  const { link, apply } = session;
  const ofEach = async (
    { list }: { list: MessageModel[] },
    act: (ser: string) => Promise<void>,
  ): Promise<void> => {
    for (const { id } of list) await act(id._serialized);
  };
  const changeChat = async (chat: ChatModel, patch: Parameters<ChatModel['set']>[0]): Promise<void> => {
    chat.set(patch);
    await storage.putChat(chat.toWire());
  };
  return Object.assign(session.commands, {
    refreshQR,
    sendRevokeMsgs: (_chat: ChatModel, messages: { list: MessageModel[] }) =>
      ofEach(messages, async (ser) => {
        await link.ask({ t: 'revoke', ser });
        await apply({ kind: 'revoke', ser });
      }),
    sendDeleteMsgs: (_chat: ChatModel, messages: { list: MessageModel[] }) =>
      ofEach(messages, (ser) => apply({ kind: 'remove', ser })),
    archiveChat: async (chat: ChatModel, isArchived: boolean) => {
      link.tell({ t: 'archive', chat: chat.id._serialized, isArchived });
      await changeChat(chat, { archive: isArchived });
    },
    pinChat: (chat: ChatModel, isPinned: boolean) => changeChat(chat, { pin: isPinned ? 1 : 0 }),
    // WhatsApp counts "marked as unread by hand" as minus one.
    markChatUnread: (chat: ChatModel, isUnread: boolean) =>
      changeChat(chat, { unreadCount: isUnread ? -1 : 0 }),
    sendStarMsgs: async (_chat: ChatModel, messages: MessageModel[]) =>
      messages.forEach((message) => message.set({ star: true })),
    sendUnstarMsgs: async (_chat: ChatModel, messages: MessageModel[]) =>
      messages.forEach((message) => message.set({ star: false })),
    openChatBottom: async () => true,
    openDrawerMid: async () => true,
  });
};
