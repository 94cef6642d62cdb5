import {
  MessageEchoed,
  MessageReceived,
  MessageReported,
  type BridgeEvent,
} from '../../../../src/plugins/whatsapp/contracts/bridge';
import type { MessageContent } from '../../../../src/plugins/whatsapp/contracts/content';
import type { ProviderStatus } from '../../../../src/plugins/whatsapp/contracts/status';
import { compact, isoOfSeconds } from '../../kit/lenient';
import { contentOf } from './content';
import { isGroup, messageIdOf, userOf, type MessageKey } from './message-id';
import { addressesOf, type People } from './people';
import type { RawMessage } from './raw-message';

type Written = MessageReceived | MessageEchoed;

export interface Reading {
  people: Pick<People, 'addressesOf'>;
  /** The ids of the account itself: what it quotes of itself went out. */
  isMe(wid: string): boolean;
  /** Stands in for a time that cannot be read. */
  receivedAt: string;
}

const quotedIdOf = (raw: RawMessage, { isMe }: Reading): string | undefined => {
  if (!raw.quotedStanzaID) return undefined;
  const writer = raw.quotedParticipant;
  const fromMe = writer !== undefined && isMe(writer);
  return messageIdOf({ id: raw.quotedStanzaID, fromMe, remote: raw.id.remote, participant: writer });
};

interface Said {
  /** Whose words: the message itself, or the one that a change of it belongs to. */
  key: MessageKey;
  writer?: string;
  messageId: string;
  sentAt: string;
  content: MessageContent;
  more?: { profileName?: string; quotedMessageId?: string; forwarded?: boolean };
}

/** Words of a customer, or of the company written elsewhere. Undefined when nobody can be named. */
const writtenOf = async (said: Said, { people }: Reading): Promise<Written | undefined> => {
  const { key, writer, messageId, sentAt, content, more = {} } = said;
  const groupId = isGroup(key.remote) ? key.remote : undefined;
  if (key.fromMe) {
    const { profileName: _ours, ...rest } = more;
    const to = await people.addressesOf(key.remote);
    const event = { type: 'message.echoed', messageId, to, groupId, sentAt, content, ...rest };
    return MessageEchoed.safeParse(compact(event)).data;
  }
  const person = groupId ? (writer ?? key.participant) : key.remote;
  const from = person ? await people.addressesOf(person) : addressesOf(writer);
  return MessageReceived.safeParse(
    compact({ type: 'message.received', messageId, from, groupId, sentAt, content, ...more }),
  ).data;
};

/** A message of the page's. `original` is what it was read from, kept where it cannot be understood. */
export const writtenEventOf = (
  raw: RawMessage,
  original: unknown,
  reading: Reading,
): Promise<Written | undefined> =>
  writtenOf(
    {
      key: raw.id,
      writer: raw.author,
      messageId: messageIdOf(raw.id),
      sentAt: isoOfSeconds(raw.t, reading.receivedAt),
      content: contentOf(raw, original),
      more: {
        profileName: raw.notifyName,
        quotedMessageId: quotedIdOf(raw, reading),
        forwarded: raw.isForwarded || undefined,
      },
    },
    reading,
  );

/** New words of a message that was changed. The same change has the same id, however often it is seen. */
export const editedEventOf = (raw: RawMessage, reading: Reading): Promise<Written | undefined> => {
  const at = raw.latestEditSenderTimestampMs ?? 0;
  const targetId = messageIdOf(raw.id);
  return writtenOf(
    {
      key: raw.id,
      writer: raw.author,
      messageId: `${targetId}.edit.${at}`,
      sentAt: isoOfSeconds(Math.floor(at / 1_000), reading.receivedAt),
      content: compact({
        type: 'edit' as const,
        targetId,
        body: raw.directPath ? raw.caption : raw.body,
      }),
    },
    reading,
  );
};

/** A message that was taken back for everyone. */
export const revokedEventOf = (raw: RawMessage, reading: Reading): Promise<Written | undefined> => {
  const targetId = messageIdOf(raw.protocolMessageKey ?? raw.id);
  return writtenOf(
    {
      key: raw.id,
      writer: raw.author,
      messageId: `${targetId}.revoke`,
      sentAt: reading.receivedAt,
      content: { type: 'revoke', targetId },
    },
    reading,
  );
};

export interface RawReaction {
  id: MessageKey;
  target: MessageKey;
  emoji: string;
  sender: string;
  seconds?: number;
}

/** A reaction; an empty one takes the earlier one back. */
export const reactionEventOf = (
  { id, target, emoji, sender, seconds }: RawReaction,
  reading: Reading,
): Promise<Written | undefined> => {
  const fromMe = id.fromMe || reading.isMe(sender);
  return writtenOf(
    {
      key: { ...id, fromMe, remote: target.remote },
      writer: sender,
      messageId: messageIdOf({ ...id, fromMe, remote: target.remote }),
      sentAt: isoOfSeconds(seconds, reading.receivedAt),
      content: { type: 'reaction', emoji: emoji === '' ? null : emoji, targetId: messageIdOf(target) },
    },
    reading,
  );
};

/** Somebody calls. Nobody answers here; that they tried is worth knowing. */
export const callEventOf = (
  call: { id: string; from: string; isVideo: boolean },
  reading: Reading,
): Promise<Written | undefined> =>
  writtenOf(
    {
      key: { id: call.id, fromMe: false, remote: call.from, _serialized: call.id },
      messageId: `in.call.${call.id}`,
      sentAt: reading.receivedAt,
      content: { type: 'system', event: 'call', body: call.isVideo ? 'Video call' : 'Voice call' },
    },
    reading,
  );

const STATUS_OF_ACK: Record<number, ProviderStatus> = {
  [-1]: 'failed',
  1: 'sent',
  2: 'delivered',
  3: 'read',
  4: 'played',
};

export interface Acknowledged {
  key: MessageKey;
  ack: number;
  clientRef?: string;
  at: string;
}

/** How far a message of ours came. Undefined while WhatsApp has not taken it. */
export const reportedEventOf = ({ key, ack, clientRef, at }: Acknowledged): BridgeEvent | undefined => {
  const status = STATUS_OF_ACK[ack];
  if (!status) return undefined;
  const error = { kind: 'rejected', message: 'WhatsApp did not take the message', upstreamCode: 'ack -1' };
  return MessageReported.safeParse(
    compact({
      type: 'message.reported',
      messageId: messageIdOf(key),
      clientRef,
      status,
      at,
      error: status === 'failed' ? error : undefined,
    }),
  ).data;
};

/** Whether two ids name one user, whichever device of theirs is meant. */
export const isSameUser = (a: string, b: string): boolean =>
  userOf(a) === userOf(b) && a.slice(a.lastIndexOf('@')) === b.slice(b.lastIndexOf('@'));
