import { SendCommand } from '../../../contracts/bridge';
import { WhatsAppError } from '../../../contracts/errors';
import {
  addressesOf,
  connectionOf,
  findChannel,
  findConversationById,
  findMessageView,
  type MessageView,
} from '../store';
import type { Core } from '@strapi/strapi';

export interface Outgoing {
  message: MessageView;
  channelId: string;
  command: SendCommand;
}

/** `<our id>.<try>`: comes back in WhatsApp's reports and settles a send whose answer was lost. */
const clientRefOf = ({ documentId, attempts }: MessageView): string => `${documentId}.${attempts}`;

/** Everything that the bridge needs to send one claimed message. */
export const outgoingOf = async (strapi: Core.Strapi, messageId: number): Promise<Outgoing> => {
  const message = await findMessageView(connectionOf(strapi), { 'm.id': messageId });
  if (!message) throw new WhatsAppError('not-found', 'The message is gone');
  const channel = await findChannel(strapi, { id: message.channelId });
  if (!channel) throw new WhatsAppError('session-lost', 'The channel of this conversation was removed');

  const addresses = await addressesOf(connectionOf(strapi), await contactOf(strapi, message));
  const valueOf = (kind: string) => addresses.find((address) => address.kind === kind)?.value;
  const command = SendCommand.safeParse({
    clientRef: clientRefOf(message),
    to: { waId: valueOf('wa_id'), bsuid: valueOf('bsuid'), parentBsuid: valueOf('parent_bsuid') },
    content: message.content,
    quotedMessageId: message.quotedMessageId ?? undefined,
  });
  if (!command.success) {
    throw new WhatsAppError('unsupported', 'Messages to this chat cannot be sent yet', {
      remedy: 'Answer with the phone.',
    });
  }
  return { message, channelId: channel.documentId, command: command.data };
};

const contactOf = async (strapi: Core.Strapi, { conversationId }: MessageView): Promise<number> => {
  const conversation = await findConversationById(connectionOf(strapi), conversationId);
  if (!conversation) throw new WhatsAppError('not-found', 'The conversation is gone');
  return conversation.contactId;
};
