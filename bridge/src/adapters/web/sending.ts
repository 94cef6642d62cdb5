import type { Client } from 'whatsapp-web.js';
import type { Addresses, SendReceipt } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../../kit/clock';
import { reasonOf } from '../../kit/reason';
import { within } from '../../kit/within';
import type { EngineCommand, SentMemory } from './engine';
import { fingerprintOf } from './fingerprint';
import type { Incoming } from './incoming';
import { messageIdOf, MessageKey, readMessageId, serializedCandidates } from './message-id';
import { handToPage, libraryMessageOf } from './outgoing';
import type { WhatsAppPage } from './page';
import { chatsOf, type People } from './people';
import { readRawMessage } from './raw-message';

export interface SendingOptions {
  client: Client;
  page: WhatsAppPage;
  people: Pick<People, 'addressesOf'>;
  incoming: Incoming;
  memory: SentMemory;
  clock: Clock;
  /** How long WhatsApp may take to say that it has a message. */
  ackWithinMs: number;
}

const HAND_OVER_MS = 45_000;
const LOOK_UP_MS = 15_000;

const lostOutcome = (): WhatsAppError =>
  new WhatsAppError('unknown-outcome', 'WhatsApp has not said that it has the message', {
    remedy: 'It may still go out. Wait for a report before sending again.',
  });

const notOnWhatsApp = (): WhatsAppError =>
  new WhatsAppError('rejected', 'This number is not on WhatsApp', { upstreamCode: 'not-on-whatsapp' });

/** Sends, one message after the other: only so it can be told which of the page's new messages is ours. */
export const createSending = (options: SendingOptions) => {
  const { client, page, people, incoming, memory, clock, ackWithinMs } = options;
  const waiting = new Map<string, { resolve(ack: number): void; reject(error: Error): void }>();
  let lane: Promise<unknown> = Promise.resolve();

  const inTurn = <Value>(task: () => Promise<Value>): Promise<Value> => {
    const run = lane.then(task, task);
    lane = run.catch(() => undefined);
    return run;
  };

  const unreachable = (): WhatsAppError =>
    new WhatsAppError('unreachable', "WhatsApp's page does not answer at the moment");

  const lookUp = async (chat: string): Promise<string | null> => {
    const found = await within(client.getNumberId(chat), LOOK_UP_MS, unreachable).catch((error: unknown) => {
      throw new WhatsAppError('unreachable', 'WhatsApp did not say whether the number has an account', {
        cause: error,
      });
    });
    return found?._serialized ?? null;
  };

  /** The chat to write to. A number is asked for, because WhatsApp may know it by a linked id only. */
  const findChat = async (to: Addresses): Promise<string> => {
    const [chat] = chatsOf(to);
    if (!chat)
      throw new WhatsAppError('unsupported', 'WhatsApp Web needs a phone number or a linked id to write to');
    if (!chat.endsWith('@c.us')) return chat;
    const found = await lookUp(chat);
    if (found === null) throw notOnWhatsApp();
    return found;
  };

  const findMessage = async (messageId: string, chats: string[]): Promise<string> => {
    const reference = readMessageId(messageId);
    const found = reference ? await page.findMessages(serializedCandidates(reference, chats)) : [];
    const raw = readRawMessage(found[0]);
    if (!raw)
      throw new WhatsAppError('rejected', 'The message that this one belongs to is not on this device', {
        remedy: 'Send it without quoting.',
        upstreamCode: 'no-such-message',
      });
    return raw.id._serialized;
  };

  const isTaken = async (messageId: string, serializedId: string): Promise<void> => {
    const taken = new Promise<number>((resolve, reject) => waiting.set(messageId, { resolve, reject }));
    taken.catch(() => undefined); // whoever waits hears of it below
    try {
      // The ack may have come before anybody waited for it.
      const [now] = await page.findMessages([serializedId]);
      const known = readRawMessage(now)?.ack ?? 0;
      const ack = known === 0 ? await within(taken, ackWithinMs, lostOutcome) : known;
      if (ack < 0)
        throw new WhatsAppError('rejected', 'WhatsApp did not take the message', {
          upstreamCode: `ack ${ack}`,
        });
    } catch (error) {
      if (error instanceof WhatsAppError && error.kind === 'rejected') throw error;
      throw lostOutcome();
    } finally {
      waiting.delete(messageId);
    }
  };

  /** Hands one message to the page, and learns its id there. */
  const handOver = async (
    { clientRef, content }: EngineCommand,
    send: () => Promise<unknown>,
  ): Promise<MessageKey> => {
    memory.intend({ clientRef, fingerprint: fingerprintOf(content), at: clock.now() });
    const held = incoming.hold();
    try {
      const key = MessageKey.parse(await within(send(), HAND_OVER_MS, lostOutcome));
      memory.assign(clientRef, { messageId: messageIdOf(key), serializedId: key._serialized });
      return key;
    } catch (error) {
      await incoming.settled();
      const isPageAlive = await page.probe().then(
        () => true,
        () => false,
      );
      // Nothing appeared in a page that lives: it refused before it began.
      if (isPageAlive && held.created().length === 0 && !(error instanceof WhatsAppError)) {
        memory.withdraw(clientRef);
        throw new WhatsAppError('rejected', `WhatsApp refused the message: ${reasonOf(error)}`);
      }
      throw lostOutcome();
    } finally {
      await held.release();
    }
  };

  const sendWords = async (
    command: EngineCommand & { content: Exclude<EngineCommand['content'], { type: 'reaction' }> },
  ) => {
    const chat = await findChat(command.to);
    const quoted = command.quotedMessageId
      ? await findMessage(command.quotedMessageId, [...new Set([chat, ...chatsOf(command.to)])])
      : undefined;
    const message = await libraryMessageOf(command.content);
    const key = await inTurn(() => handOver(command, () => handToPage(client, chat, message, quoted)));
    const messageId = messageIdOf(key);
    await isTaken(messageId, key._serialized);
    return { messageId, recipient: await people.addressesOf(chat) };
  };

  const react = async (
    { clientRef, to }: EngineCommand,
    { emoji, targetId }: { emoji: string | null; targetId: string },
  ): Promise<SendReceipt> => {
    const chats = chatsOf(to);
    const numbers = chats.filter((chat) => chat.endsWith('@c.us'));
    const found = await Promise.all(numbers.map((chat) => lookUp(chat).catch(() => null)));
    const target = await findMessage(targetId, [
      ...new Set([...chats, ...found.flatMap((chat) => chat ?? [])]),
    ]);
    const handOver = () => within(client.sendReaction(target, emoji ?? ''), HAND_OVER_MS, lostOutcome);
    const messageId = await inTurn(() => incoming.react(target, handOver)).catch(() => {
      throw lostOutcome();
    });
    // Where the page does not tell its id, nothing will ever be reported of it either.
    return { messageId: messageId ?? `out.reaction.${clientRef}` };
  };

  return {
    send: (command: EngineCommand): Promise<SendReceipt> => {
      const { content } = command;
      return content.type === 'reaction' ? react(command, content) : sendWords({ ...command, content });
    },
    onAck: (messageId: string, ack: number): void => {
      if (ack !== 0) waiting.get(messageId)?.resolve(ack);
    },
    /** Nobody answers any more: whoever waits learns at once that the outcome is unknown. */
    end: (): void => {
      for (const { reject } of waiting.values()) reject(lostOutcome());
    },
    lookUp,
    findChat,
  };
};
export type Sending = ReturnType<typeof createSending>;
