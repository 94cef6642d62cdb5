import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { WireMessage } from '../protocol/message';
import { Contact, chatState, findContact, keepReaction, messageOf, wireContact } from '../server/accounts';
import type { Account } from '../server/accounts';
import { devicesOf, postToAll } from '../server/devices';
import { accountOf } from '../server/world';
import type { World } from '../server/world';
import { Writing, contentOf, inEnvelope, placeOf } from './compose';

export const Delivery = Writing.extend({
  /** Phone number or LID. Whom nobody knows introduces themselves by writing. */
  from: z.string(),
  group: z.string().optional(),
});
export type Delivery = z.input<typeof Delivery>;

/** The other people, as an account sees them. `pn` is always the account's own number. */
export interface Customers {
  /** Gives the message as it travels; its `ser` is what the other verbs want. */
  deliver(pn: string, delivery: Delivery): WireMessage;
  /** An empty text takes the reaction back. */
  react(pn: string, ser: string, from: string, text: string): void;
  /** Option names; none takes the vote back. */
  vote(pn: string, ser: string, from: string, options: string[]): void;
  edit(pn: string, ser: string, text: string): void;
  revoke(pn: string, ser: string): void;
  /** The ticks of a message that a device sent. 2: it reached their phone, 3: read, 4: played, -1: refused. */
  ack(pn: string, ser: string, ack: number): void;
  /** What came as ciphertext can be read now. */
  decrypt(pn: string, ser: string, patch: Record<string, unknown>): void;
  call(pn: string, from: string, options?: { isVideo?: boolean }): void;
  type(pn: string, from: string, state: 'composing' | 'recording' | 'paused', group?: string): void;
}

const addressOf = (account: Account, message: WireMessage, person: string) => {
  const { participant } = placeOf(account, person, message.participant ? message.chat : undefined);
  return {
    id: `3A${randomBytes(9).toString('hex').toUpperCase()}`,
    fromMe: person === account.pn,
    parent: message.ser,
    chat: message.chat,
    from: person === account.pn ? account.pn : message.chat,
    author: participant,
    atMs: Date.now(),
  };
};

const localIdsOf = (message: WireMessage, options: string[]): number[] => {
  const known = message['pollOptions'] as { name: string; localId: number }[] | undefined;
  return options.map((option) => {
    const found = known?.find(({ name }) => name === option);
    if (!found) throw new Error(`${message.ser} has no option "${option}"`);
    return found.localId;
  });
};

export const createCustomers = (world: World): Customers => {
  const introduce = (account: Account, from: string): Contact | undefined => {
    const known = findContact(account, from);
    if (known || !from.endsWith('@c.us')) return known;
    const contact = Contact.parse({ pn: from });
    account.contacts.set(contact.pn, contact);
    postToAll(world, account.pn, { kind: 'contact', contact: wireContact(contact) });
    return contact;
  };
  const change = (pn: string, ser: string, patch: Record<string, unknown>): void => {
    Object.assign(messageOf(accountOf(world, pn), ser), patch);
  };
  return {
    deliver: (pn, { from, group, ...writing }) => {
      const account = accountOf(world, pn);
      const contact = introduce(account, from);
      const message = inEnvelope(
        { account, place: placeOf(account, from, group), fromMe: false, at: writing.at, contact },
        contentOf(account, world.blobs, writing),
      );
      account.messages.set(message.ser, message);
      chatState(account, message.chat).unreadCount += 1;
      postToAll(world, pn, { kind: 'message', message });
      return message;
    },
    react: (pn, ser, from, text) => {
      const account = accountOf(world, pn);
      const reaction = { ...addressOf(account, messageOf(account, ser), from), text };
      keepReaction(account, reaction);
      postToAll(world, pn, { kind: 'reaction', reaction });
    },
    vote: (pn, ser, from, options) => {
      const account = accountOf(world, pn);
      const message = messageOf(account, ser);
      const vote = { ...addressOf(account, message, from), selected: localIdsOf(message, options) };
      postToAll(world, pn, { kind: 'vote', vote });
    },
    edit: (pn, ser, text) => {
      const { directPath } = messageOf(accountOf(world, pn), ser);
      change(pn, ser, { [directPath ? 'caption' : 'body']: text });
      postToAll(world, pn, { kind: 'edit', ser, body: text, atMs: Date.now() });
    },
    revoke: (pn, ser) => {
      change(pn, ser, { type: 'revoked', body: undefined, caption: undefined });
      postToAll(world, pn, { kind: 'revoke', ser });
    },
    ack: (pn, ser, ack) => {
      change(pn, ser, { ack });
      postToAll(world, pn, { kind: 'ack', ser, ack });
    },
    decrypt: (pn, ser, patch) => {
      change(pn, ser, patch);
      postToAll(world, pn, { kind: 'decrypted', ser, patch });
    },
    call: (pn, from, { isVideo = false } = {}) => {
      const { chat } = placeOf(accountOf(world, pn), from);
      const call = {
        id: randomUUID(),
        peer: chat,
        isVideo,
        isGroup: false,
        at: Math.floor(Date.now() / 1000),
      };
      devicesOf(world, pn).forEach(({ page }) => page?.send({ t: 'call', call }));
    },
    type: (pn, from, state, group) => {
      const place = placeOf(accountOf(world, pn), from, group);
      devicesOf(world, pn).forEach(({ page }) => page?.send({ t: 'chat-state', ...place, state }));
    },
  };
};
