import { randomBytes } from 'node:crypto';
import type { FrameOf, PageFrame } from '../protocol/frames';
import type { Account } from './accounts';
import {
  chatOf,
  chatState,
  findContact,
  keepReaction,
  messageOf,
  messagesOfChat,
  recentMessages,
  wireContact,
  wireGroup,
} from './accounts';
import { handOverQueue, post, postToAll, settleStanza } from './devices';
import type { Device } from './devices';
import type { Page } from './pages';
import { Refusal } from './refusal';
import type { World } from './world';

type Handler<Kind extends PageFrame['t']> = (page: Page, frame: FrameOf<Kind>) => unknown;
export type Handlers = { [Kind in PageFrame['t']]: Handler<Kind> };

const CONFLICT_CLOSES_AFTER_MS = 50;
const LETTERS = 'ABCDEFGHJKLMNPQRSTVWXYZ123456789';

const deviceOf = ({ device }: Page): Device => {
  if (!device) throw new Refusal('NotLinkedError', 'This page is no linked device');
  return device;
};
const accountOfPage = (page: Page): Account => deviceOf(page).account;

const pairingCode = (): string => [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

/** Linking, greeting, leaving. */
const sessionHandlers = (world: World): Pick<Handlers, SessionFrame> => ({
  hello: (page, { credentials, deviceName }) => {
    if (!credentials) return page.showCodes();
    const device = world.devices.get(credentials.token);
    // Unlinked while it was away.
    if (!device) return page.send({ t: 'logout', isStateFirst: world.settings.isLogoutStateFirst });
    const older = device.page;
    if (older && older !== page) {
      older.send({ t: 'state', state: 'CONFLICT' });
      older.takesStanzas = false;
      world.timers.after(CONFLICT_CLOSES_AFTER_MS, () => older.close());
    }
    welcome(world, page, device);
    device.name = deviceName;
  },
  'refresh-qr': (page) => {
    page.pairing = null;
    page.showCodes();
  },
  'pairing-code': (page, { phone }) => {
    page.pairing = { phone, code: pairingCode() };
    world.events.emit('code-shown', phone, page.pairing.code);
    return page.pairing.code;
  },
  'ready-for-offline': (page) => handOverQueue(deviceOf(page), page),
  got: (page, { seq }) => settleStanza(world, deviceOf(page), seq),
  logout: (page) => {
    const { token, account } = deviceOf(page);
    world.devices.delete(token);
    world.events.emit('logged-out', account.pn);
  },
});
type SessionFrame = 'hello' | 'refresh-qr' | 'pairing-code' | 'ready-for-offline' | 'got' | 'logout';

const welcome = (world: World, page: Page, device: Device): void => {
  const { account } = device;
  page.device = device;
  device.page = page;
  page.send({
    t: 'success',
    me: { pn: account.pn, lid: account.lid, pushname: account.pushname, platform: account.platform },
    contacts: [...account.contacts.values()].map(wireContact),
    groups: [...account.groups.values()].map((group) => wireGroup(account, group)),
    chats: device.isFresh ? [...account.chats].map(([id, state]) => ({ id, ...state })) : [],
    history: device.isFresh ? recentMessages(account, world.settings.historyOnPairing) : [],
    offline: device.queue.length,
  });
  device.isFresh = false;
  world.events.emit('connected', account.pn, device.id);
};

const REFUSED = -1;

/** Whom WhatsApp does not know it writes to in vain. */
const acksFor = (world: World, account: Account, chat: string): number[] => {
  const isKnown = account.groups.has(chat) || chat === account.pn || findContact(account, chat);
  return isKnown ? world.settings.autoAcks : [REFUSED];
};

/** What a device writes. Other devices of the account see it, too. */
const writingHandlers = (world: World): Pick<Handlers, WritingFrame> => ({
  send: (page, { message }) => {
    const device = deviceOf(page);
    const { account, id } = device;
    const isNew = world.ledger.addSent(account.pn, id, message);
    if (isNew) {
      account.messages.set(message.ser, { ...message, ack: 0 });
      chatState(account, message.chat);
      postToAll(world, account.pn, { kind: 'message', message: { ...message, ack: 1 } }, device);
    }
    world.events.emit(isNew ? 'sent' : 'resent', account.pn, message);
    acksFor(world, account, message.chat).forEach((ack, index) =>
      world.timers.after(world.settings.ackDelayMs * (index + 1), () => {
        messageOf(account, message.ser).ack = ack;
        postToAll(world, account.pn, { kind: 'ack', ser: message.ser, ack });
      }),
    );
  },
  react: (page, { reaction }) => {
    const device = deviceOf(page);
    messageOf(device.account, reaction.parent);
    keepReaction(device.account, reaction);
    postToAll(world, device.account.pn, { kind: 'reaction', reaction }, device);
    world.events.emit('reacted', device.account.pn, reaction);
  },
  vote: (page, { vote }) => {
    const device = deviceOf(page);
    messageOf(device.account, vote.parent);
    postToAll(world, device.account.pn, { kind: 'vote', vote }, device);
    world.events.emit('voted', device.account.pn, vote);
  },
  edit: (page, { ser, body }) => {
    const device = deviceOf(page);
    const message = messageOf(device.account, ser);
    if (!message.fromMe) throw new Refusal('ServerStatusCodeError', 'Only the writer edits a message');
    message[message.directPath ? 'caption' : 'body'] = body;
    postToAll(world, device.account.pn, { kind: 'edit', ser, body, atMs: Date.now() }, device);
    world.events.emit('edited', device.account.pn, ser, body);
  },
  revoke: (page, { ser }) => {
    const device = deviceOf(page);
    const message = messageOf(device.account, ser);
    if (!message.fromMe) throw new Refusal('ServerStatusCodeError', 'Only the writer takes a message back');
    Object.assign(message, { type: 'revoked', body: undefined, caption: undefined });
    postToAll(world, device.account.pn, { kind: 'revoke', ser }, device);
    world.events.emit('revoked', device.account.pn, ser);
  },
});
type WritingFrame = 'send' | 'react' | 'vote' | 'edit' | 'revoke';

/** What a device tells of its person, and what it asks. */
const askingHandlers = (world: World): Pick<Handlers, AskingFrame> => ({
  seen: (page, { chat }) => {
    const device = deviceOf(page);
    chatState(device.account, chat).unreadCount = 0;
    postToAll(world, device.account.pn, { kind: 'read', chat }, device);
    world.events.emit('seen', device.account.pn, chat);
  },
  archive: (page, { chat, isArchived }) => {
    const device = deviceOf(page);
    chatState(device.account, chat).isArchived = isArchived;
    postToAll(world, device.account.pn, { kind: 'archive', chat, isArchived }, device);
  },
  typing: (page, { chat, state }) => void world.events.emit('typing', accountOfPage(page).pn, chat, state),
  presence: (page, { isAvailable }) =>
    void world.events.emit('presence', page.device?.account.pn ?? null, isAvailable),
  resend: (page, { sers }) => void world.events.emit('resend-asked', accountOfPage(page).pn, sers),
  exists: (page, { wid }) => {
    const account = accountOfPage(page);
    const contact = findContact(account, wid);
    if (!contact) return null;
    post(deviceOf(page), { kind: 'contact', contact: wireContact(contact) });
    const { pn, lid } = wireContact(contact);
    return { wid: chatOf(contact), pn, lid };
  },
  picture: (page, { wid }) => {
    const eurl = findContact(accountOfPage(page), wid)?.pictureUrl;
    if (!eurl) throw new Refusal('ServerStatusCodeError', '404');
    return { eurl };
  },
  history: (page, { chat, before, limit }) => {
    const messages = messagesOfChat(accountOfPage(page), chat);
    const index = messages.findIndex(({ ser }) => ser === before);
    const end = index < 0 ? messages.length : index;
    return messages.slice(Math.max(0, end - limit), end);
  },
  'sync-history': (page, { chat }) => {
    world.events.emit('history-asked', accountOfPage(page).pn, chat);
    return true;
  },
});
type AskingFrame =
  | 'seen'
  | 'archive'
  | 'typing'
  | 'presence'
  | 'resend'
  | 'exists'
  | 'picture'
  | 'history'
  | 'sync-history';

export const createHandlers = (world: World): Handlers => ({
  ...sessionHandlers(world),
  ...writingHandlers(world),
  ...askingHandlers(world),
});
