import { z } from 'zod';
import { MessageEchoed, MessageReceived } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { addressesOf, contactOf, type Contact, type Named } from './addresses';
import { contentOf } from './content';
import { compact, flag, isoOfSeconds, number, part, record, text } from '../../kit/lenient';

const RawMessage = z.object({
  id: text,
  timestamp: number,
  from: text,
  from_user_id: text,
  from_parent_user_id: text,
  to: text,
  to_user_id: text,
  to_parent_user_id: text,
  group_id: text,
  context: part({ id: text, forwarded: flag, frequently_forwarded: flag }),
  referral: record,
});
type RawMessage = z.infer<typeof RawMessage>;

export interface Surroundings {
  contacts: Contact[];
  /** Stands in for a time that cannot be read. */
  receivedAt: string;
}

/** Fills in, from the contact entry, the addresses that the message itself leaves out. */
const completed = (named: Named, contact: Contact | undefined): Named => ({
  phone: named.phone ?? contact?.wa_id,
  userId: named.userId ?? contact?.user_id,
  parentUserId: named.parentUserId ?? contact?.parent_user_id,
});

const sharedFields = (raw: RawMessage, message: unknown, { receivedAt }: Surroundings) => ({
  messageId: raw.id,
  groupId: raw.group_id,
  sentAt: isoOfSeconds(raw.timestamp, receivedAt),
  content: contentOf(message),
  quotedMessageId: raw.context?.id,
  forwarded: raw.context?.forwarded || raw.context?.frequently_forwarded || undefined,
  referral: raw.referral,
});

/** A message of a customer. Undefined when it cannot be told which message it is, or from whom. */
export const receivedOf = (message: unknown, surroundings: Surroundings): MessageReceived | undefined => {
  const parsed = RawMessage.safeParse(message);
  if (!parsed.success) return undefined;
  const raw = parsed.data;
  const sender = { phone: raw.from, userId: raw.from_user_id, parentUserId: raw.from_parent_user_id };
  const contact = contactOf(surroundings.contacts, sender);
  const event = MessageReceived.safeParse(
    compact({
      type: 'message.received',
      ...sharedFields(raw, message, surroundings),
      from: addressesOf(completed(sender, contact)),
      profileName: contact?.profile?.name,
      username: contact?.profile?.username,
    }),
  );
  return event.success ? event.data : undefined;
};

/** A message that somebody of the company wrote outside this inbox. */
export const echoedOf = (message: unknown, surroundings: Surroundings): MessageEchoed | undefined => {
  const parsed = RawMessage.safeParse(message);
  if (!parsed.success) return undefined;
  const raw = parsed.data;
  const recipient = { phone: raw.to, userId: raw.to_user_id, parentUserId: raw.to_parent_user_id };
  const event = MessageEchoed.safeParse(
    compact({
      type: 'message.echoed',
      ...sharedFields(raw, message, surroundings),
      to: addressesOf(completed(recipient, contactOf(surroundings.contacts, recipient))),
    }),
  );
  return event.success ? event.data : undefined;
};
