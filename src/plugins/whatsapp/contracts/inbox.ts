import { z } from 'zod';
import { ChannelKind } from './channel';
import { MessageContent } from './content';
import { MediaState } from './media';
import { OutgoingContent } from './outgoing';
import { MessageStatus } from './status';

/** What the inbox screen and the inbox API promise each other. Times are ISO, ids are `documentId`s. */

export const Direction = z.enum(['in', 'out']);
export type Direction = z.infer<typeof Direction>;

export const MessageFailure = z.object({
  /** WhatsApp's own code, where it gave one. */
  code: z.string().nullable(),
  reason: z.string(),
  remedy: z.string().nullable(),
});
export type MessageFailure = z.infer<typeof MessageFailure>;

export const Message = z.object({
  id: z.string(),
  conversationId: z.string(),
  direction: Direction,
  content: MessageContent,
  status: MessageStatus,
  failure: MessageFailure.nullable(),
  /** Of `unknown`, while nobody has decided: from when a person may send it again or leave it. */
  decideAt: z.iso.datetime().optional(),
  /** Who wrote an outgoing message: a member's name, or null when it came from the phone or another app. */
  author: z.string().nullable(),
  /** Chosen by the sender's screen; recognises the optimistic copy. */
  clientId: z.string().nullable(),
  quoted: z.object({ id: z.string(), direction: Direction, preview: z.string() }).nullable(),
  forwarded: z.boolean(),
  /** How far its file is; absent where the message has none. */
  media: MediaState.optional(),
  sentAt: z.iso.datetime(),
  /** When each state was reached, as far as known. */
  times: z.partialRecord(z.enum(['sent', 'failed', 'delivered', 'read', 'played']), z.iso.datetime()),
  /** Arrival order within the tenant: settles equal times. */
  seq: z.number().int(),
});
export type Message = z.infer<typeof Message>;

export const Conversation = z.object({
  id: z.string(),
  chatId: z.string(),
  status: z.enum(['open', 'closed']),
  contact: z.object({
    id: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    username: z.string().nullable(),
  }),
  channel: z.object({ id: z.string(), name: z.string(), kind: ChannelKind }),
  /** The member who takes care of it. */
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  unreadCount: z.number().int(),
  lastMessage: z
    .object({ preview: z.string(), direction: Direction, status: MessageStatus, at: z.iso.datetime() })
    .nullable(),
  /** Until then a free-form answer is allowed (Cloud API: 24 h after the customer's last message); null = closed. */
  windowExpiresAt: z.iso.datetime().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

const limit = (max: number, fallback: number) => z.coerce.number().int().min(1).max(max).default(fallback);

/** GET /whatsapp/conversations: newest first; `cursor` is opaque and comes from the page before. */
export const ListConversations = z.strictObject({ cursor: z.string().optional(), limit: limit(100, 50) });
export type ListConversations = z.infer<typeof ListConversations>;

export const ConversationPage = z.object({
  data: z.array(Conversation),
  meta: z.object({
    nextCursor: z.string().nullable(),
    /** Where to start asking for changes, read before the page itself. */
    changeCursor: z.number().int(),
  }),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** GET /whatsapp/conversations/:conversationId/messages: the newest page, in reading order; `before` goes back. */
export const ListMessages = z.strictObject({ before: z.string().optional(), limit: limit(100, 50) });
export type ListMessages = z.infer<typeof ListMessages>;

export const MessagePage = z.object({
  data: z.array(Message),
  meta: z.object({ previousCursor: z.string().nullable(), changeCursor: z.number().int() }),
});
export type MessagePage = z.infer<typeof MessagePage>;

/** POST /whatsapp/conversations/:conversationId/messages → 202 */
export const SendMessage = z.strictObject({
  /** Chosen by the client: the same id twice is one message. */
  clientId: z.uuid(),
  content: OutgoingContent,
  /** Our id of the message that is answered. */
  quotedId: z.string().optional(),
  /** Part of a mailing: goes after what people write. */
  bulk: z.boolean().optional(),
});
export type SendMessage = z.infer<typeof SendMessage>;

/** POST /whatsapp/conversations/:conversationId/typing → 202. Right: `send`. The customer sees it for some seconds. */
export const SayTyping = z.strictObject({ isTyping: z.boolean() });
export type SayTyping = z.infer<typeof SayTyping>;

/** GET /whatsapp/changes: everything of the tenant that changed after `after`, each row in its newest state. */
export const ListChanges = z.strictObject({ after: z.coerce.number().int().min(0), limit: limit(500, 200) });
export type ListChanges = z.infer<typeof ListChanges>;

export const ChangePage = z.object({
  data: z.object({
    conversations: z.array(Conversation),
    messages: z.array(Message),
    /** Ids of conversations that changed and are not this member's to see (any more): drop them. */
    gone: z.array(z.string()),
  }),
  meta: z.object({ cursor: z.number().int(), hasMore: z.boolean() }),
});
export type ChangePage = z.infer<typeof ChangePage>;

/** Socket event `changed`: a hint, never the data. */
export const ChangeHint = z.object({ cursor: z.number().int() });
export type ChangeHint = z.infer<typeof ChangeHint>;

/** GET /whatsapp/assignees: to whom a conversation can be given. */
export const Assignee = z.object({ id: z.string(), name: z.string() });
export type Assignee = z.infer<typeof Assignee>;

/** PUT /whatsapp/conversations/:conversationId/assignee → Conversation. `null` takes it back from everybody. */
export const AssignConversation = z.strictObject({ memberId: z.string().nullable() });
export type AssignConversation = z.infer<typeof AssignConversation>;

export const Contact = z.object({
  id: z.string(),
  /** What the company calls them, else what they call themselves, else their number. */
  name: z.string(),
  givenName: z.string().nullable(),
  profileName: z.string().nullable(),
  phone: z.string().nullable(),
  username: z.string().nullable(),
});
export type Contact = z.infer<typeof Contact>;

/** GET /whatsapp/contacts: by id, a page by cursor. */
export const ListContacts = z.strictObject({ cursor: z.string().optional(), limit: limit(100, 50) });
export type ListContacts = z.infer<typeof ListContacts>;

export const ContactPage = z.object({
  data: z.array(Contact),
  meta: z.object({ nextCursor: z.string().nullable() }),
});
export type ContactPage = z.infer<typeof ContactPage>;

/** PUT /whatsapp/contacts/:contactId → Contact. Right: `contacts`. `null` goes back to the person's own name. */
export const UpdateContact = z.strictObject({ name: z.string().trim().min(1).max(120).nullable() });
export type UpdateContact = z.infer<typeof UpdateContact>;
