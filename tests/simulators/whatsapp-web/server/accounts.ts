import { z } from 'zod';
import type { WireContact, WireGroup, WireMessage, WireReaction } from '../protocol/message';

const Phone = z.string().regex(/^\d{6,15}@c\.us$/, 'A phone number is <digits>@c.us');
const Lid = z.string().regex(/^\d+@lid$/, 'A LID is <digits>@lid');
const GroupId = z.string().regex(/^[\d-]+@g\.us$/, 'A group is <digits>@g.us');

export const AccountInput = z.strictObject({
  pn: Phone,
  lid: Lid.optional(),
  pushname: z.string().default('Shop'),
  platform: z.enum(['android', 'iphone', 'smba', 'smbi']).default('android'),
});

export const Contact = z.strictObject({
  pn: Phone,
  lid: Lid.optional(),
  /** As saved in the owner's phone. */
  name: z.string().optional(),
  /** As they call themselves. */
  pushname: z.string().optional(),
  pictureUrl: z.url().optional(),
  isBusiness: z.boolean().default(false),
  isLidAddressed: z.boolean().default(false),
  /** WhatsApp does not tell the number that belongs to the LID. */
  isPhoneHidden: z.boolean().default(false),
});
export type Contact = z.infer<typeof Contact>;

export const Group = z.strictObject({
  id: GroupId,
  subject: z.string(),
  /** Phone numbers; the owner of the account is one of them by being in the group. */
  participants: z.array(Phone).default([]),
  isLidAddressed: z.boolean().default(false),
});
export type Group = z.infer<typeof Group>;

export interface ChatState {
  unreadCount: number;
  isArchived: boolean;
}

/** What the owner's phone has. */
export interface Account {
  readonly pn: string;
  readonly lid: string | undefined;
  readonly pushname: string;
  readonly platform: string;
  readonly contacts: Map<string, Contact>;
  readonly groups: Map<string, Group>;
  readonly messages: Map<string, WireMessage>;
  readonly chats: Map<string, ChatState>;
  /** By message, and then by person. */
  readonly reactions: Map<string, Map<string, string>>;
}

export const createAccount = (input: z.input<typeof AccountInput>): Account => {
  const { pn, lid, pushname, platform } = AccountInput.parse(input);
  return {
    pn,
    lid,
    pushname,
    platform,
    contacts: new Map(),
    groups: new Map(),
    messages: new Map(),
    chats: new Map(),
    reactions: new Map(),
  };
};

export const findContact = ({ contacts }: Account, wid: string): Contact | undefined =>
  [...contacts.values()].find(({ pn, lid }) => pn === wid || lid === wid);

/** Where the chat with this person is. */
export const chatOf = ({ pn, lid, isLidAddressed }: Contact): string => (isLidAddressed && lid ? lid : pn);

export const chatState = ({ chats }: Account, id: string): ChatState => {
  const known = chats.get(id) ?? { unreadCount: 0, isArchived: false };
  chats.set(id, known);
  return known;
};

export const keepReaction = ({ reactions }: Account, { parent, from, author, text }: WireReaction): void => {
  const ofMessage = reactions.get(parent) ?? new Map<string, string>();
  reactions.set(parent, ofMessage);
  if (text === '') ofMessage.delete(author ?? from);
  else ofMessage.set(author ?? from, text);
};

export const messageOf = ({ messages, pn }: Account, ser: string): WireMessage => {
  const message = messages.get(ser);
  if (!message) throw new Error(`${pn} has no message ${ser}`);
  return message;
};

/** Oldest first. */
export const messagesOfChat = ({ messages }: Account, chat: string): WireMessage[] =>
  [...messages.values()].filter((message) => message.chat === chat).sort((a, b) => a.t - b.t);

export const recentMessages = ({ messages }: Account, count: number): WireMessage[] =>
  count === 0 ? [] : [...messages.values()].sort((a, b) => a.t - b.t).slice(-count);

/** What WhatsApp tells a linked device of a person. */
export const wireContact = (contact: Contact): WireContact => ({
  pn: contact.isPhoneHidden && contact.lid ? undefined : contact.pn,
  lid: contact.lid,
  name: contact.name,
  pushname: contact.pushname,
  isBusiness: contact.isBusiness,
  isLidAddressed: contact.isLidAddressed,
});

export const addressIn = (account: Account, group: Group, pn: string): string => {
  const lid = pn === account.pn ? account.lid : account.contacts.get(pn)?.lid;
  return group.isLidAddressed && lid ? lid : pn;
};

export const wireGroup = (account: Account, group: Group): WireGroup => {
  const owner = addressIn(account, group, account.pn);
  const others = group.participants.filter((pn) => pn !== account.pn);
  return {
    id: group.id,
    subject: group.subject,
    owner,
    createdAt: 1_700_000_000,
    isLidAddressed: group.isLidAddressed,
    participants: [
      { id: owner, isAdmin: true },
      ...others.map((pn) => ({ id: addressIn(account, group, pn), isAdmin: false })),
    ],
  };
};
