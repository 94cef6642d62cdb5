import type { MessageEchoed, MessageReceived } from '../../../contracts/bridge';
import { addMs, DAY_MS } from '../kit/clock';
import { newDocumentId } from '../kit/ids';
import { previewOf } from '../kit/preview';
import { clip, storable } from '../kit/storable';
import {
  findConversationsOf,
  insertConversations,
  insertMessages,
  touchInbound,
  updateConversations,
  type ConversationRow,
  type NewConversation,
  type NewMessage,
  type TenantWork,
} from '../store';
import { awaitFiles, carriesFile } from '../media';
import { addressesOfPerson, groupAddresses, identify, type Person } from '../contacts';
import type { PlacedEvent } from './placed';

type Written = PlacedEvent<MessageReceived | MessageEchoed>;

/** The chat partner: the group, or the person who wrote or was written to. */
const partnerOf = ({ event, channel }: Written): Person => {
  const { tenantId } = channel;
  if (event.groupId)
    return { tenantId, addresses: groupAddresses(event.groupId), profileName: null, username: null };
  return event.type === 'message.received' ? writerOf(event, tenantId) : recipientOf(event, tenantId);
};

const writerOf = (event: MessageReceived, tenantId: number): Person => ({
  tenantId,
  addresses: addressesOfPerson(event.from),
  profileName: event.profileName ? clip(storable(event.profileName)) : null,
  username: event.username ? clip(storable(event.username)) : null,
});

const recipientOf = (event: MessageEchoed, tenantId: number): Person => ({
  tenantId,
  addresses: addressesOfPerson(event.to),
  profileName: null,
  username: null,
});

/**
 * Where a message stands in its chat. WhatsApp's clock has whole seconds: within that second the arrival decides, so that
 * a question and our answer of the same second keep their order.
 */
export const sortTime = (sentAt: Date, receivedAt: Date): Date =>
  new Date(Math.min(Math.max(receivedAt.getTime(), sentAt.getTime()), sentAt.getTime() + 999));

/** WhatsApp's clock may be ahead of ours, but not by days. */
const MAX_AHEAD_MS = DAY_MS;

/** A time from the far future is no time: it would keep its chat on top for ever and its window open. */
const sentTime = ({ event, receivedAt }: Written): Date => {
  const sentAt = new Date(event.sentAt);
  return sentAt > addMs(receivedAt, MAX_AHEAD_MS) ? receivedAt : sentAt;
};

const chatKey = (channelId: number, contactId: number): string => `${channelId}|${contactId}`;

/** The conversation of each (channel, contact), made where it is the first message. Keyed by `chatKey`. */
const openConversations = async (
  { trx }: TenantWork,
  written: Written[],
  partnerIds: number[],
  partners: Person[],
  now: Date,
): Promise<Map<string, ConversationRow>> => {
  const channelIds = [...new Set(written.map(({ channel }) => channel.id))];
  const existing = await findConversationsOf(trx, channelIds, [...new Set(partnerIds)]);
  const conversations = new Map(existing.map((row) => [chatKey(row.channelId, row.contactId), row]));

  const fresh = new Map<string, NewConversation>();
  written.forEach(({ channel }, index) => {
    const contactId = partnerIds[index];
    const chatId = partners[index]?.addresses[0]?.value;
    if (contactId === undefined || chatId === undefined) return;
    const key = chatKey(channel.id, contactId);
    if (conversations.has(key) || fresh.has(key)) return;
    fresh.set(key, {
      documentId: newDocumentId(),
      tenantId: channel.tenantId,
      channelId: channel.id,
      contactId,
      chatId,
    });
  });

  const ids = await insertConversations(trx, [...fresh.values()], now);
  for (const [key, row] of fresh) {
    const id = ids.get(row.documentId);
    if (id === undefined) throw new Error('A new conversation got no id');
    conversations.set(key, {
      ...row,
      id,
      status: 'open',
      assigneeId: null,
      unreadCount: 0,
      lastMessageId: null,
      lastMessagePreview: null,
      lastMessageAt: null,
      windowExpiresAt: null,
      changeSeq: 0,
    });
  }
  return conversations;
};

const toRow = (
  written: Written,
  conversationId: number,
  senderId: number | null,
  seq: number,
): NewMessage => {
  const { event, channel, receivedAt } = written;
  return {
    documentId: newDocumentId(),
    tenantId: channel.tenantId,
    conversationId,
    channelId: channel.id,
    authorId: null,
    senderId,
    messageId: clip(storable(event.messageId)),
    clientId: null,
    direction: event.type === 'message.received' ? 'in' : 'out',
    content: storable(event.content),
    status: event.type === 'message.received' ? 'received' : 'sent',
    quotedMessageId: event.quotedMessageId ? clip(storable(event.quotedMessageId)) : null,
    forwarded: event.forwarded ?? false,
    referral: storable(event.referral ?? null),
    sentAt: sortTime(sentTime(written), receivedAt),
    receivedAt,
    seq,
    changeSeq: seq,
    dueAt: null,
  };
};

/** What a new message does to its conversation. */
const advance = (conversation: ConversationRow, row: NewMessage & { id: number }, written: Written): void => {
  const { event } = written;
  conversation.changeSeq = Math.max(conversation.changeSeq, row.changeSeq);
  if (!conversation.lastMessageAt || row.sentAt >= conversation.lastMessageAt) {
    conversation.lastMessageAt = row.sentAt;
    conversation.lastMessageId = row.id;
    conversation.lastMessagePreview = previewOf(row.content);
  }
  if (event.type !== 'message.received' || event.isHistory) return;

  conversation.status = 'open';
  // A notice of WhatsApp itself is nothing that waits for an answer, and opens no window.
  if (event.content.type === 'system') return;
  conversation.unreadCount += 1;
  const windowEnd = addMs(sentTime(written), DAY_MS);
  if (!conversation.windowExpiresAt || windowEnd > conversation.windowExpiresAt)
    conversation.windowExpiresAt = windowEnd;
};

export const bringsFile = ({ event }: PlacedEvent): boolean =>
  'content' in event && carriesFile(event.content);

/**
 * Stores messages that were received or echoed, each once, with their contacts and conversations. Idempotent: what came
 * before changes nothing, whatever the batch around it. Takes at most one number per event.
 */
export const applyWritten = async (work: TenantWork, written: Written[], now: Date): Promise<void> => {
  if (written.length === 0) return;
  const { trx, takeSeq } = work;

  const partners = written.map(partnerOf);
  // Of a group we want the person who wrote, too.
  const speakers = written.flatMap(({ event, channel }) =>
    event.groupId && event.type === 'message.received' ? [writerOf(event, channel.tenantId)] : [],
  );
  const ids = await identify(trx, [...partners, ...speakers], now);
  const partnerIds = ids.slice(0, partners.length);
  const speakerIds = ids.slice(partners.length);
  const conversations = await openConversations(work, written, partnerIds, partners, now);

  let nextSpeaker = 0;
  const rows = written.map((placed, index) => {
    const isGroup = Boolean(placed.event.groupId) && placed.event.type === 'message.received';
    const conversation = conversations.get(chatKey(placed.channel.id, partnerIds[index] ?? 0));
    if (!conversation) throw new Error('A message has no conversation');
    const senderId = isGroup ? (speakerIds[nextSpeaker++] ?? null) : (partnerIds[index] ?? null);
    const row = toRow(
      placed,
      conversation.id,
      placed.event.type === 'message.received' ? senderId : null,
      takeSeq(placed.channel.tenantId),
    );
    return { row, conversation, placed };
  });

  const inserted = await insertMessages(
    trx,
    rows.map(({ row }) => row),
    ['channel_id', 'message_id'],
    now,
  );

  const touched = new Set<ConversationRow>();
  const stored: (NewMessage & { id: number })[] = [];
  for (const { row, conversation, placed } of rows) {
    const id = inserted.get(row.documentId);
    if (id === undefined) continue;
    stored.push({ ...row, id });
    advance(conversation, { ...row, id }, placed);
    touched.add(conversation);
  }
  await awaitFiles(trx, stored, now);
  await updateConversations(trx, [...touched]);
  await touchInbound(trx, [...new Set(written.map(({ channel }) => channel.id))], now);
};
