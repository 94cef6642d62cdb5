import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import { isDocumentId } from '../kit/ids';
import {
  findChannel,
  findContact,
  findConversationView,
  findMessageView,
  connectionOf,
  type ChannelRow,
  type Connection,
  type ContactRow,
  type ConversationView,
  type MemberRow,
  type MessageView,
} from '../store';
import { maySee, onlyAssignedTo, type ActingMember } from './member';

/*
 * The doors: the only ways to one row by an id that came from outside. Absent, foreign and a colleague's look the same,
 * so an id tells a stranger nothing.
 */

export const accessConversation = async (
  strapi: Core.Strapi,
  member: ActingMember,
  id: string,
): Promise<ConversationView> => {
  const found =
    isDocumentId(id) && (await findConversationView(strapi, { tenantId: member.tenantId, documentId: id }));
  return stillSeen(member, found || null, 'Conversation');
};

/**
 * The same question again, of the row as it is once its company is locked: between door and lock the conversation may
 * have been given to somebody else.
 */
export const stillSeen = <Row extends { assigneeId: number | null }>(
  member: ActingMember,
  row: Row | null,
  what: 'Conversation' | 'Message',
): Row => {
  if (!row || !maySee(member, row)) throw new WhatsAppError('not-found', `${what} not found`);
  return row;
};

export const accessMessage = async (
  strapi: Core.Strapi,
  member: ActingMember,
  id: string,
): Promise<MessageView> => {
  const where = { 'm.tenant_id': member.tenantId, 'm.document_id': id };
  const found = isDocumentId(id) && (await findMessageView(connectionOf(strapi), where));
  return stillSeen(member, found || null, 'Message');
};

/** A contact is seen by whoever sees a conversation with them. */
export const accessContact = async (
  connection: Connection,
  member: ActingMember,
  id: string,
): Promise<ContactRow> => {
  const whose = { tenantId: member.tenantId, assigneeId: onlyAssignedTo(member) };
  const contact = isDocumentId(id) && (await findContact(connection, { ...whose, documentId: id }));
  if (!contact) throw new WhatsAppError('not-found', 'Contact not found');
  return contact;
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
