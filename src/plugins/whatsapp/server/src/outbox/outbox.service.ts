import type { SendMessage } from '../../../contracts/inbox';
import { mayMove } from '../../../contracts/status';
import { WhatsAppError } from '../../../contracts/errors';
import { announce } from '../kit/announce';
import { clock, sharedClock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { newDocumentId } from '../kit/ids';
import { previewOf } from '../kit/preview';
import { storable } from '../kit/storable';
import {
  changeTenant,
  findConversationById,
  findMessageByClientId,
  findMessageView,
  hurryChat,
  insertMessages,
  supersedeAttempts,
  touchConversationsOfLast,
  updateConversations,
  updateOutcomes,
  type MessageView,
  type TenantWork,
} from '../store';
import { accessConversation, accessMessage, stillSeen, type ActingMember } from '../tenancy';
import { startDispatcher, type Dispatcher } from './dispatcher';
import { assertMaySend } from './may-send';
import { admitNewContact } from './new-contacts';
import { rowContentOf, targetOf, tieFile, wrongField } from './row-content';

/** Emitted on Strapi's event hub when a message waits to go: after commit. */
export const OUTBOX_FILLED = 'whatsapp.outbox.filled';

/** The order within a channel: a person's answer goes before a mailing. */
const PERSON = 0;
const BULK = 1;

/**
 * Takes messages from people and keeps them until WhatsApp has them. A message exists from the moment `accept` resolves,
 * whatever happens to the bridge or to this process.
 */
export const outbox = ({ strapi }: StrapiContext) => {
  let dispatcher: Dispatcher | null = null;

  const wakeAfterCommit = ({ afterCommit }: TenantWork) =>
    afterCommit(() => announce(strapi, OUTBOX_FILLED, {}));

  return {
    start(): void {
      dispatcher = startDispatcher(strapi);
    },

    /** Lets what is on its way arrive, takes nothing new. */
    async stop(): Promise<void> {
      await dispatcher?.stop();
      dispatcher = null;
    },

    wake(): void {
      dispatcher?.wake();
    },

    /** Whether what waits in this channel does so on purpose. */
    isPaused: (channelId: number): boolean => dispatcher?.isPaused(channelId) ?? false,

    /**
     * Accepts a message once per `clientId`: a second call gives the first one's message, so that pressing "send" twice,
     * or repeating a request whose answer was lost, sends once. Committed when it resolves.
     */
    async accept(
      member: ActingMember,
      conversationId: string,
      { clientId, content, quotedId, bulk = false }: SendMessage,
      trace: string,
    ): Promise<MessageView> {
      const { id, channelId, channelKind } = await accessConversation(strapi, member, conversationId);
      assertMaySend(channelKind, { content, quotedId });
      if (bulk && channelKind === 'web') {
        throw new WhatsAppError('unsupported', 'Mailings cannot be sent over WhatsApp Web', {
          remedy: 'Use an official number: WhatsApp restricts others that send mailings.',
        });
      }
      const quoted = quotedId ? await accessMessage(strapi, member, quotedId) : null;
      if (quoted && (quoted.conversationId !== id || !quoted.messageId)) {
        throw wrongField('quotedId', 'This message cannot be quoted here');
      }
      const reactsTo =
        content.type === 'reaction' ? await targetOf(strapi, member, { conversationId: id, content }) : null;

      return changeTenant(strapi, member.tenantId, 1, async (work) => {
        const { trx, takeSeq } = work;
        const conversation = stillSeen(member, await findConversationById(trx, id), 'Conversation');
        const { tenantId } = member;
        const said = await rowContentOf(trx, content, { tenantId, channelKind, reactsTo });
        if (channelKind === 'web') await admitNewContact(strapi, trx, conversation);

        const now = clock.now();
        const seq = takeSeq(member.tenantId);
        // After the last message as people see it, also when WhatsApp's clock is ahead of ours.
        const sentAt = new Date(Math.max(now.getTime(), conversation.lastMessageAt?.getTime() ?? 0));
        const row = {
          documentId: newDocumentId(),
          tenantId: member.tenantId,
          conversationId: id,
          channelId,
          authorId: member.id,
          senderId: null,
          messageId: null,
          clientId,
          direction: 'out' as const,
          content: storable(said.content),
          status: 'queued' as const,
          quotedMessageId: quoted?.messageId ?? null,
          forwarded: false,
          referral: null,
          sentAt,
          receivedAt: now,
          seq,
          changeSeq: seq,
          dueAt: sharedClock.now(),
          priority: bulk ? BULK : PERSON,
          trace,
        };
        await insertMessages(trx, [row], ['conversation_id', 'client_id'], now);
        const message = await findMessageByClientId(trx, id, clientId);
        if (!message) throw new WhatsAppError('conflict', 'The message was not accepted');
        const pressedTwice = message.documentId !== row.documentId;
        if (pressedTwice) return message;
        await tieFile(trx, said, { messageId: message.id, channelId });

        if (!bulk) await hurryChat(trx, id);
        await updateConversations(trx, [
          {
            ...conversation,
            status: 'open',
            lastMessageId: message.id,
            lastMessageAt: sentAt,
            lastMessagePreview: previewOf(row.content),
            changeSeq: seq,
          },
        ]);
        wakeAfterCommit(work);
        return message;
      });
    },

    /** A person decides to send again what failed, or what may or may not have been sent. */
    async retry(member: ActingMember, messageId: string): Promise<MessageView> {
      const { id } = await accessMessage(strapi, member, messageId);

      return changeTenant(strapi, member.tenantId, 1, async (work) => {
        const { trx, takeSeq } = work;
        const message = stillSeen(member, await findMessageView(trx, { 'm.id': id }), 'Message');
        if (message.direction !== 'out' || !mayMove('retry', message.status)) {
          throw new WhatsAppError('conflict', 'Only a message that failed can be sent again');
        }
        const waitMs = (message.decideAt?.getTime() ?? 0) - clock.now().getTime();
        if (message.status === 'unknown' && waitMs > 0) {
          throw new WhatsAppError('conflict', 'WhatsApp may still report what became of this message', {
            remedy: 'Wait a moment: most reports come within seconds.',
            retryAfterMs: waitMs,
          });
        }
        const changeSeq = takeSeq(member.tenantId);
        const again = {
          ...message,
          status: 'queued' as const,
          failure: null,
          messageId: null,
          statusSentAt: null,
          statusFailedAt: null,
          dueAt: sharedClock.now(),
          decideAt: null,
          changeSeq,
        };
        await updateOutcomes(trx, [again]);
        await supersedeAttempts(trx, id);
        await touchConversationsOfLast(trx, new Map([[id, changeSeq]]));
        wakeAfterCommit(work);
        return again;
      });
    },

    /** A person decides to leave what may have been sent as it is. A report settles it all the same. Idempotent. */
    async leave(member: ActingMember, messageId: string): Promise<MessageView> {
      const { id } = await accessMessage(strapi, member, messageId);

      return changeTenant(strapi, member.tenantId, 1, async ({ trx, takeSeq }) => {
        const message = stillSeen(member, await findMessageView(trx, { 'm.id': id }), 'Message');
        if (message.status !== 'unknown') {
          throw new WhatsAppError('conflict', 'There is nothing to decide about this message');
        }
        const changeSeq = takeSeq(member.tenantId);
        const left = { ...message, decideAt: null, changeSeq };
        await updateOutcomes(trx, [left]);
        await touchConversationsOfLast(trx, new Map([[id, changeSeq]]));
        return left;
      });
    },
  };
};
