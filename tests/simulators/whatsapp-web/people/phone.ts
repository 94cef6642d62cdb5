import {
  Contact,
  Group,
  chatState,
  createAccount,
  findContact,
  messageOf,
  wireContact,
  wireGroup,
} from '../server/accounts';
import type { Account, AccountInput } from '../server/accounts';
import { addDevice, devicesOf, postToAll } from '../server/devices';
import type { Device } from '../server/devices';
import type { Page } from '../server/pages';
import { accountOf } from '../server/world';
import type { World } from '../server/world';
import type { WireMessage } from '../protocol/message';
import type { Harm } from '../page/harm';
import { z } from 'zod';
import { Writing, contentOf, inEnvelope, placeOf } from './compose';

export const PhoneWriting = Writing.extend({
  /** Phone number, LID or group. */
  to: z.string(),
});
export type PhoneWriting = z.input<typeof PhoneWriting>;

export const HistoricMessage = Writing.extend({
  /** The other person. */
  with: z.string(),
  fromMe: z.boolean().optional(),
  group: z.string().optional(),
});
export type HistoricMessage = z.input<typeof HistoricMessage>;

/** The owner's phone. `pn` is its number. */
export interface Phone {
  addAccount(input: z.input<typeof AccountInput>): Account;
  /** Twice replaces: so a chat that went by the phone number goes by the LID from now on. */
  addContact(pn: string, contact: z.input<typeof Contact>): Contact;
  addGroup(pn: string, group: z.input<typeof Group>): Group;
  /** What the phone had before. A device that is linked later gets the last of it. */
  addHistory(pn: string, messages: HistoricMessage[]): WireMessage[];
  /** Scans the very string that a QR code shows. Throws when it is no code, or not shown any more. */
  scan(qr: string, pn: string): Device;
  /** Scans what this page shows at the moment, whatever it is. */
  scanShown(pageNumber: number, pn: string): Device;
  /** Types in the eight letters that a page shows. */
  enterCode(pn: string, code: string): Device;
  fromPhone(pn: string, writing: PhoneWriting): WireMessage;
  /** Reads a chat on the phone. */
  read(pn: string, chat: string): void;
  archive(pn: string, chat: string, isArchived: boolean): void;
  /** Deletes a message for oneself. */
  remove(pn: string, ser: string): void;
  devices(pn: string): Device[];
  /** Takes one device off the list, or all. */
  unlink(pn: string, options?: { device?: string; isStateFirst?: boolean }): void;
  /** The state that the connected pages are told: CONFLICT, TIMEOUT, UNPAIRED_IDLE, PROXYBLOCK … */
  setState(pn: string, state: string): void;
  /** The connections break, as when a network changes. */
  drop(pn: string): void;
  /** The page does something to itself. */
  harm(pn: string, harm: Harm): void;
}

const QR_PARTS = 5;

export const createPhone = (world: World): Phone => {
  const link = (page: Page, pn: string): Device => {
    const device = addDevice(world, accountOf(world, pn));
    page.stopCodes();
    world.timers.after(world.settings.pairingDelayMs, () =>
      page.send({ t: 'paired', credentials: { token: device.token, pn } }),
    );
    return device;
  };
  const pageOf = (pn: string): Page[] => devicesOf(world, pn).flatMap(({ page }) => page ?? []);
  const write = (account: Account, { to, ...writing }: PhoneWriting): WireMessage => {
    const isGroup = account.groups.has(to);
    const place = isGroup ? placeOf(account, account.pn, to) : placeOf(account, to);
    return inEnvelope(
      { account, place, fromMe: true, at: writing.at },
      contentOf(account, world.blobs, writing),
    );
  };
  const recall = (account: Account, message: HistoricMessage): WireMessage => {
    const { with: person, fromMe = false, group, ...writing } = message;
    if (fromMe) return write(account, { ...writing, to: group ?? person });
    const contact = findContact(account, person);
    return inEnvelope(
      { account, place: placeOf(account, person, group), fromMe, at: writing.at, contact },
      contentOf(account, world.blobs, writing),
    );
  };
  return {
    addAccount: (input) => {
      const account = createAccount(input);
      world.accounts.set(account.pn, account);
      return account;
    },
    addContact: (pn, input) => {
      const contact = Contact.parse(input);
      accountOf(world, pn).contacts.set(contact.pn, contact);
      postToAll(world, pn, { kind: 'contact', contact: wireContact(contact) });
      return contact;
    },
    addGroup: (pn, input) => {
      const account = accountOf(world, pn);
      const group = Group.parse(input);
      account.groups.set(group.id, group);
      postToAll(world, pn, { kind: 'group', group: wireGroup(account, group) });
      return group;
    },
    addHistory: (pn, messages) => {
      const account = accountOf(world, pn);
      return messages.map((message) => {
        const wire = recall(account, message);
        account.messages.set(wire.ser, wire);
        chatState(account, wire.chat);
        return wire;
      });
    },
    scan: (qr, pn) => {
      const parts = qr.split(',');
      if (parts.length !== QR_PARTS)
        throw new Error(`A QR code has ${QR_PARTS} parts, this has ${parts.length}`);
      const page = [...world.pages].find(({ ref }) => ref !== null && ref === parts[0]);
      if (!page) throw new Error('No page shows this QR code (any more)');
      return link(page, pn);
    },
    scanShown: (pageNumber, pn) => {
      const page = [...world.pages].find(({ number, ref }) => number === pageNumber && ref !== null);
      if (!page) throw new Error('This page shows no QR code (any more)');
      return link(page, pn);
    },
    enterCode: (pn, code) => {
      const [phone] = pn.split('@');
      const page = [...world.pages].find(({ pairing }) => pairing?.code === code && pairing.phone === phone);
      if (!page) throw new Error(`No page shows the code ${code} for ${pn} (any more)`);
      return link(page, pn);
    },
    fromPhone: (pn, writing) => {
      const account = accountOf(world, pn);
      const message = write(account, writing);
      account.messages.set(message.ser, message);
      chatState(account, message.chat).unreadCount = 0;
      postToAll(world, pn, { kind: 'message', message });
      return message;
    },
    read: (pn, chat) => {
      chatState(accountOf(world, pn), chat).unreadCount = 0;
      postToAll(world, pn, { kind: 'read', chat });
    },
    archive: (pn, chat, isArchived) => {
      chatState(accountOf(world, pn), chat).isArchived = isArchived;
      postToAll(world, pn, { kind: 'archive', chat, isArchived });
    },
    remove: (pn, ser) => {
      const account = accountOf(world, pn);
      messageOf(account, ser);
      account.messages.delete(ser);
      postToAll(world, pn, { kind: 'remove', ser });
    },
    devices: (pn) => devicesOf(world, pn),
    unlink: (pn, { device: id, isStateFirst = world.settings.isLogoutStateFirst } = {}) => {
      const chosen = devicesOf(world, pn).filter((device) => id === undefined || device.id === id);
      if (id !== undefined && chosen.length === 0) throw new Error(`${pn} has no such device`);
      chosen.forEach(({ token, page }) => {
        world.devices.delete(token);
        page?.send({ t: 'logout', isStateFirst });
      });
    },
    setState: (pn, state) => pageOf(pn).forEach((page) => page.send({ t: 'state', state })),
    drop: (pn) => pageOf(pn).forEach((page) => page.cut()),
    harm: (pn, harm) => pageOf(pn).forEach((page) => page.send({ t: 'harm', harm })),
  };
};
