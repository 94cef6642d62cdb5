import { z } from 'zod';

/** A person, group or list of WhatsApp's: `15550100123@c.us`, as text or as the page's object for it. */
export const Wid = z.union([
  z.string().min(3),
  z.object({ _serialized: z.string().min(3) }).transform(({ _serialized }) => _serialized),
]);

export const MessageKey = z.object({
  id: z.string().min(1),
  fromMe: z.boolean(),
  remote: Wid,
  participant: Wid.optional().catch(undefined),
  _serialized: z.string().min(1),
});
export type MessageKey = z.infer<typeof MessageKey>;

export const isGroup = (wid: string): boolean => wid.endsWith('@g.us');

/** Neither is a conversation: reading the status list even costs sessions their login. */
export const isNoChat = (wid: string): boolean => wid.endsWith('@broadcast') || wid.endsWith('@newsletter');

/** The part before the @, without the number of the device that some ids carry. */
export const userOf = (wid: string): string => wid.slice(0, wid.lastIndexOf('@')).replace(/:\d+$/, '');

/**
 * The id of a message in our rows: `in.3EB0…` or `out.3EB0…`. WhatsApp's serialized id has the chat in it, whose name
 * changes when WhatsApp moves it from the phone number to the linked id; the rest never does. Within a group the stanza
 * is only unique per writer.
 */
export const messageIdOf = ({ fromMe, id, remote, participant }: Omit<MessageKey, '_serialized'>): string =>
  fromMe ? `out.${id}` : `in.${id}${isGroup(remote) && participant ? `.${userOf(participant)}` : ''}`;

export interface MessageReference {
  fromMe: boolean;
  stanza: string;
  /** The user part of who wrote it, in a group. */
  participant?: string;
}

const REFERENCE = /^(in|out)\.([^._\s]{4,128})(?:\.([\d-]{3,64}))?$/;

/** Undefined for what is no id of ours. */
export const readMessageId = (messageId: string): MessageReference | undefined => {
  const [, direction, stanza, participant] = REFERENCE.exec(messageId) ?? [];
  if (!stanza) return undefined;
  return { fromMe: direction === 'out', stanza, ...(participant ? { participant } : {}) };
};

/** Every serialized id that a message of these chats may have in the page. */
export const serializedCandidates = (reference: MessageReference, chats: readonly string[]): string[] =>
  chats.flatMap((chat) => {
    const bare = `${String(reference.fromMe)}_${chat}_${reference.stanza}`;
    if (!reference.participant) return [bare];
    return ['lid', 'c.us'].map((server) => `${bare}_${reference.participant}@${server}`);
  });

const SERIALIZED = /^(true|false)_[\w.:-]{3,64}@(c\.us|lid|g\.us)_[\w-]{4,128}(_[\w.:-]{3,64}@(c\.us|lid))?$/;

/** WhatsApp's own id of a message, which is also our id of its file. */
export const isSerializedId = (text: string): boolean => SERIALIZED.test(text);
