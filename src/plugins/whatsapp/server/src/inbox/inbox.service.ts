import type {
  ChangePage,
  Conversation,
  ConversationPage,
  ListChanges,
  ListConversations,
  ListMessages,
  MessagePage,
} from '../../../contracts/inbox';
import { WhatsAppError } from '../../../contracts/errors';
import type { StrapiContext } from '../kit/context';
import { decodeCursor, encodeCursor } from '../kit/cursor';
import {
  changeCursor,
  changeTenant,
  conversationsChangedAfter,
  findConversationById,
  listConversations,
  listMessages,
  messagesChangedAfter,
  updateConversations,
} from '../store';
import { accessConversation, onlyAssignedTo, stillSeen, type ActingMember } from '../tenancy';
import { presentConversations } from './conversation.presenter';
import { presentMessages } from './message.presenter';
import { announce } from '../kit/announce';
import { onlyTheirs } from './only-theirs';

/** Emitted on Strapi's event hub when somebody has seen a chat with news. Once it is committed. */
export const CONVERSATION_READ = 'whatsapp.conversation.read';
export interface ConversationRead {
  tenantId: number;
  channelId: number;
  conversationId: number;
}

/** Emitted on Strapi's event hub when somebody begins or ends to write an answer. */
export const ANSWER_TYPED = 'whatsapp.answer.typed';
export interface AnswerTyped extends ConversationRead {
  isTyping: boolean;
}

/** What people read and do. Every list is a page by cursor: nothing shifts while new messages arrive. */
export const inbox = ({ strapi }: StrapiContext) => {
  const one = async (member: ActingMember, id: string): Promise<Conversation> => {
    const [conversation] = await presentConversations(strapi, [await accessConversation(strapi, member, id)]);
    if (!conversation) throw new WhatsAppError('not-found', 'Conversation not found');
    return conversation;
  };

  return {
    async conversations(
      member: ActingMember,
      { cursor, limit }: ListConversations,
    ): Promise<ConversationPage> {
      // Read before the page: what changes meanwhile is seen twice rather than never.
      const changedUpTo = await changeCursor(strapi, member.tenantId);
      const position = cursor === undefined ? null : decodeCursor(cursor, 'cursor');
      const after = position && { at: position.at, id: position.tie };
      const rows = await listConversations(strapi, {
        tenantId: member.tenantId,
        assigneeId: onlyAssignedTo(member),
        after,
        limit: limit + 1,
      });

      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        data: await presentConversations(strapi, page),
        meta: {
          nextCursor: last?.lastMessageAt ? encodeCursor({ at: last.lastMessageAt, tie: last.id }) : null,
          changeCursor: changedUpTo,
        },
      };
    },

    conversation: one,

    async messages(
      member: ActingMember,
      conversationId: string,
      { before, limit }: ListMessages,
    ): Promise<MessagePage> {
      const conversation = await accessConversation(strapi, member, conversationId);
      const changedUpTo = await changeCursor(strapi, member.tenantId);
      const position = before === undefined ? null : decodeCursor(before, 'before');
      const rows = await listMessages(strapi, {
        conversationId: conversation.id,
        before: position && { at: position.at, seq: position.tie },
        limit: limit + 1,
      });

      const page = rows.slice(0, limit);
      const oldest = rows.length > limit ? page.at(-1) : undefined;
      return {
        data: await presentMessages(strapi, member, page.reverse()),
        meta: {
          previousCursor: oldest ? encodeCursor({ at: oldest.sentAt, tie: oldest.seq }) : null,
          changeCursor: changedUpTo,
        },
      };
    },

    /**
     * Everything that changed after a cursor, each row once and in its newest state. Numbers are given in the order of
     * commits, so whoever asks from their last cursor misses nothing. Both lists end where we knew the changes to stand:
     * what is committed between the two queries would otherwise be in one of them only, with a cursor behind both.
     */
    async changes(member: ActingMember, { after, limit }: ListChanges): Promise<ChangePage> {
      const { tenantId } = member;
      const upTo = await changeCursor(strapi, tenantId);
      const [conversations, messages] = await Promise.all([
        conversationsChangedAfter(strapi, { tenantId, after, upTo, limit }),
        messagesChangedAfter(strapi, { tenantId, after, upTo, limit }),
      ]);

      // A list that is full may hide changes behind its end: the cursor must not pass it.
      const ends = [conversations, messages].flatMap((rows) =>
        rows.length < limit ? [] : [rows.at(-1)?.changeSeq ?? after],
      );
      const cursor = ends.length > 0 ? Math.min(...ends) : Math.max(upTo, after);
      const upToCursor = <Row extends { changeSeq: number }>(rows: Row[]): Row[] =>
        ends.length > 0 ? rows.filter((row) => row.changeSeq <= cursor) : rows;
      const page = { conversations: upToCursor(conversations), messages: upToCursor(messages) };

      const { gone, ...theirs } = onlyTheirs(member, page);
      return {
        data: {
          conversations: await presentConversations(strapi, theirs.conversations),
          messages: await presentMessages(strapi, member, theirs.messages),
          gone,
        },
        meta: { cursor, hasMore: ends.length > 0 },
      };
    },

    /** The member has seen this chat. Every colleague's list shows it. */
    async markRead(member: ActingMember, conversationId: string): Promise<Conversation> {
      const { id, unreadCount } = await accessConversation(strapi, member, conversationId);
      // A visitor of the platform looks without a trace in the company's work.
      if (unreadCount > 0 && member.role !== 'visitor') {
        await changeTenant(strapi, member.tenantId, 1, async ({ trx, takeSeq, afterCommit }) => {
          const conversation = stillSeen(member, await findConversationById(trx, id), 'Conversation');
          await updateConversations(trx, [
            { ...conversation, unreadCount: 0, changeSeq: takeSeq(member.tenantId) },
          ]);
          const { tenantId, channelId } = conversation;
          afterCommit(() =>
            announce(strapi, CONVERSATION_READ, {
              tenantId,
              channelId,
              conversationId: id,
            } satisfies ConversationRead),
          );
        });
      }
      return one(member, conversationId);
    },

    /** The customer may know that the member writes. Nobody waits for it, and where it cannot be told it is not. */
    async sayTyping(member: ActingMember, conversationId: string, isTyping: boolean): Promise<void> {
      const { id, tenantId, channelId } = await accessConversation(strapi, member, conversationId);
      announce(strapi, ANSWER_TYPED, {
        tenantId,
        channelId,
        conversationId: id,
        isTyping,
      } satisfies AnswerTyped);
    },
  };
};
