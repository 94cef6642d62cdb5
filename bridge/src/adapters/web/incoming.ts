import type { Client, Message, Reaction, Call } from 'whatsapp-web.js';
import { z } from 'zod';
import type { BridgeEvent } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { isoTime, type Clock } from '../../kit/clock';
import { flag, number, text } from '../../kit/lenient';
import { reasonOf } from '../../kit/reason';
import type { EngineSignal, Origin, SentMemory } from './engine';
import {
  callEventOf,
  editedEventOf,
  reactionEventOf,
  reportedEventOf,
  revokedEventOf,
  writtenEventOf,
  type Reading,
} from './events';
import { isSilent } from './content';
import { fingerprintOfRaw } from './fingerprint';
import { isGroup, isNoChat, MessageKey, messageIdOf, Wid } from './message-id';
import type { People } from './people';
import { chatOf, readRawMessage, type RawMessage } from './raw-message';

export interface IncomingOptions {
  people: Pick<People, 'addressesOf'>;
  isMe(wid: string): boolean;
  takesGroups: boolean;
  memory: SentMemory;
  clock: Clock;
  signal(signal: EngineSignal): void;
  onAck(messageId: string, ack: number): void;
}

const ReactionFields = z.object({
  id: MessageKey,
  msgId: MessageKey,
  reaction: z.string().catch(''),
  senderId: Wid,
  timestamp: number,
});
const CallFields = z.object({ id: text, from: Wid, isVideo: flag, isGroup: flag, fromMe: flag });

/** A message of the company that appeared while one of ours was on its way: it may be that very one. */
interface Held {
  raw: RawMessage;
  original: unknown;
}

/**
 * What happens in WhatsApp's page, as events: one after the other, in the order in which it happened, however long
 * WhatsApp takes to say who somebody is.
 */
export const createIncoming = (options: IncomingOptions) => {
  const { people, isMe, takesGroups, memory, clock, signal, onAck } = options;
  let lane: Promise<void> = Promise.resolve();
  let held: Held[] | undefined;
  let reacting: { target: string; messageId?: string } | undefined;

  const reading = (): Reading => ({ people, isMe, receivedAt: isoTime(clock.now()) });
  const isWanted = (chat: string): boolean => !isNoChat(chat) && (takesGroups || !isGroup(chat));

  const tell = (event: BridgeEvent | undefined, origin: Origin): void => {
    if (event) signal({ type: 'event', event, origin });
  };

  /** One thing after the other. A thing that fails does not keep those behind it. */
  const inTurn = (task: () => Promise<void> | void): Promise<void> => {
    const run = lane
      .then(task)
      .catch((error: unknown) => signal({ type: 'page-error', message: reasonOf(error) }));
    lane = run;
    return run;
  };

  const report = (key: MessageKey, ack: number, origin: Origin): void => {
    const messageId = messageIdOf(key);
    memory.acknowledge(messageId, ack);
    onAck(messageId, ack);
    const clientRef = memory.clientRefOf(messageId);
    tell(reportedEventOf({ key, ack, clientRef, at: isoTime(clock.now()) }), origin);
  };

  /** Whether a message of the company's is one that was sent here, by its id or by what an earlier life intended. */
  const isSentHere = (raw: RawMessage): boolean => {
    const messageId = messageIdOf(raw.id);
    if (memory.clientRefOf(messageId)) return true;
    const fingerprint = fingerprintOfRaw(raw);
    const intent = memory
      .openIntents()
      .find((open) => open.fingerprint === fingerprint && (raw.t ?? 0) * 1_000 >= open.at - 60_000);
    if (intent) memory.assign(intent.clientRef, { messageId, serializedId: raw.id._serialized });
    return intent !== undefined;
  };

  const echo = async ({ raw, original }: Held, origin: Origin): Promise<void> => {
    if (!isSentHere(raw)) {
      memory.follow({ messageId: messageIdOf(raw.id), serializedId: raw.id._serialized });
      tell(await writtenEventOf(raw, original, reading()), origin);
    }
    if (raw.ack) report(raw.id, raw.ack, origin);
  };

  const take = async (raw: RawMessage, original: unknown, origin: Origin): Promise<void> => {
    if (raw.type === 'revoked') return tell(await revokedEventOf(raw, reading()), origin);
    if (isSilent(raw)) return;
    if (raw.id.fromMe) await echo({ raw, original }, origin);
    else tell(await writtenEventOf(raw, original, reading()), origin);
    if (origin !== 'live' && raw.latestEditSenderTimestampMs)
      tell(await editedEventOf(raw, reading()), origin);
  };

  const onRaw = (original: unknown, run: (raw: RawMessage) => Promise<void> | void): void => {
    const raw = readRawMessage(original);
    if (raw && !raw.isStatusV3 && isWanted(chatOf(raw))) void inTurn(() => run(raw));
  };

  const onCreated = (message: Message): void =>
    onRaw(message.rawData, (raw) => {
      if (raw.id.fromMe && held) held.push({ raw, original: message.rawData });
      else return take(raw, message.rawData, 'live');
    });

  const onReaction = (reaction: Reaction): void => {
    const { data } = ReactionFields.safeParse(reaction);
    if (!data || !isWanted(data.msgId.remote)) return;
    if (data.id.fromMe && reacting?.target === data.msgId._serialized) {
      reacting.messageId = messageIdOf({ ...data.id, remote: data.msgId.remote });
      return;
    }
    const seconds = data.timestamp === undefined ? undefined : Math.floor(data.timestamp);
    void inTurn(async () => {
      tell(
        await reactionEventOf(
          { id: data.id, target: data.msgId, emoji: data.reaction, sender: data.senderId, seconds },
          reading(),
        ),
        'live',
      );
    });
  };

  const onCall = (call: Call): void => {
    const { data } = CallFields.safeParse(call);
    if (!data?.id || data.fromMe || data.isGroup || isNoChat(data.from)) return;
    const { id, from, isVideo = false } = data;
    void inTurn(async () => tell(await callEventOf({ id, from, isVideo }, reading()), 'live'));
  };

  return {
    attach(client: Client): void {
      client.on('message_create', onCreated);
      client.on('message_ack', (message, ack) =>
        onRaw(message.rawData, (raw) => {
          if (raw.id.fromMe) report(raw.id, Number(ack), 'live');
        }),
      );
      client.on('message_edit', (message) =>
        onRaw(message.rawData, async (raw) => {
          // A body also changes when a picture gets its preview: only an edit has a time.
          if (raw.latestEditSenderTimestampMs) tell(await editedEventOf(raw, reading()), 'live');
        }),
      );
      client.on('message_revoke_everyone', (message) =>
        onRaw(message.rawData, async (raw) => tell(await revokedEventOf(raw, reading()), 'live')),
      );
      client.on('message_ciphertext_failed', (message) =>
        onRaw(message.rawData, async (raw) => tell(await undecryptedEventOf(raw, reading()), 'live')),
      );
      client.on('message_reaction', onReaction);
      client.on('call', onCall);
    },

    /** What an absence brought. Resolves when all of it has become events. */
    async takeFound(originals: unknown[], origin: Exclude<Origin, 'live'>): Promise<void> {
      for (const original of originals) {
        const raw = readRawMessage(original);
        if (!raw || raw.isStatusV3 || !isWanted(chatOf(raw))) continue;
        await inTurn(() => take(raw, original, origin));
      }
    },

    /** Acks of messages that left, as the page has them now. */
    takeAcks(originals: unknown[], known: ReadonlyMap<string, number>): Promise<void> {
      return inTurn(() => {
        for (const original of originals) {
          const raw = readRawMessage(original);
          if (raw?.id.fromMe && raw.ack && raw.ack !== known.get(messageIdOf(raw.id)))
            report(raw.id, raw.ack, 'caught-up');
        }
      });
    },

    /**
     * Keeps back what the company seems to write while one message of ours is handed to the page. `release` settles
     * which of them was ours, after everything that the page told before has been looked at.
     */
    hold(): { created(): RawMessage[]; release(): Promise<void> } {
      const mine: Held[] = (held = []);
      return {
        created: () => mine.map(({ raw }) => raw),
        release: () =>
          inTurn(async () => {
            held = undefined;
            for (const each of mine) await echo(each, 'live');
          }),
      };
    },

    /** Hands a reaction of ours to the page. Gives its id; the page's own word of it is no news. */
    async react(target: string, handOver: () => Promise<void>): Promise<string | undefined> {
      const mine: typeof reacting = (reacting = { target });
      try {
        await handOver();
        return mine.messageId;
      } finally {
        reacting = undefined;
      }
    },

    /** Resolves when everything that was told so far has become events. */
    settled: (): Promise<void> => inTurn(() => undefined),
  };
};
export type Incoming = ReturnType<typeof createIncoming>;

/** A message that is there, and that WhatsApp could not decrypt. If it still can later, that is a message of its own. */
const undecryptedEventOf = (raw: RawMessage, reading: Reading) =>
  writtenEventOf(
    { ...raw, id: { ...raw.id, id: `${raw.id.id}.undecrypted` }, quotedStanzaID: undefined },
    { type: raw.type },
    reading,
  );
