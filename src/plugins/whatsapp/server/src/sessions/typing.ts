import type { Core } from '@strapi/strapi';
import type { WebTyping } from '../../../contracts/web-session';
import { addressesOfPerson } from '../contacts';
import { connectionOf, findAddresses, findChannelsOfApps, findConversationsOf, WEB_APP } from '../store';

/** Emitted on Strapi's event hub while a customer writes. Nothing of it is kept. */
export const CUSTOMER_TYPED = 'whatsapp.customer.typed';
export interface CustomerTyped {
  tenantId: number;
  /** The conversation's `documentId`, and who takes care of it: what decides who may know. */
  conversationId: string;
  assigneeId: number | null;
  isTyping: boolean;
}

/** Whose chat it is in which somebody writes; null for people with whom there is none. Reads only. */
export const placeTyping = async (
  strapi: Core.Strapi,
  { channelId, from, isTyping }: WebTyping,
): Promise<CustomerTyped | null> => {
  const connection = connectionOf(strapi);
  const app = { fingerprints: [WEB_APP], phoneNumberIds: [channelId], businessAccountIds: [] };
  const [channel] = await findChannelsOfApps(connection, app);
  if (!channel) return null;
  const { tenantId } = channel;
  const named = addressesOfPerson(from);
  const known = await findAddresses(
    connection,
    [tenantId],
    named.map(({ value }) => value),
  );
  const contactIds = known
    .filter((row) => named.some(({ kind, value }) => kind === row.kind && value === row.value))
    .map(({ contactId }) => contactId);
  const [chat] = await findConversationsOf(connection, [channel.id], [...new Set(contactIds)]);
  return chat ? { tenantId, conversationId: chat.documentId, assigneeId: chat.assigneeId, isTyping } : null;
};
