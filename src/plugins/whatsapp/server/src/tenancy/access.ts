import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import { isDocumentId } from '../kit/ids';
import {
  findChannel,
  findConversationView,
  findMessageView,
  connectionOf,
  type ChannelRow,
  type ConversationView,
  type MemberRow,
  type MessageView,
} from '../store';

/*
 * The doors: the only ways to one row by an id that came from outside. Absent and foreign look the same, so an id tells
 * a stranger nothing.
 */

export const accessConversation = async (
  strapi: Core.Strapi,
  member: MemberRow,
  id: string,
): Promise<ConversationView> => {
  const conversation =
    isDocumentId(id) && (await findConversationView(strapi, { tenantId: member.tenantId, documentId: id }));
  if (!conversation) throw new WhatsAppError('not-found', 'Conversation not found');
  return conversation;
};

export const accessMessage = async (
  strapi: Core.Strapi,
  member: MemberRow,
  id: string,
): Promise<MessageView> => {
  const where = { 'm.tenant_id': member.tenantId, 'm.document_id': id };
  const message = isDocumentId(id) && (await findMessageView(connectionOf(strapi), where));
  if (!message) throw new WhatsAppError('not-found', 'Message not found');
  return message;
};

export const accessChannel = async (
  strapi: Core.Strapi,
  member: MemberRow,
  id: string,
): Promise<ChannelRow> => {
  const channel =
    isDocumentId(id) && (await findChannel(strapi, { tenant_id: member.tenantId, document_id: id }));
  if (!channel) throw new WhatsAppError('not-found', 'Channel not found');
  return channel;
};
