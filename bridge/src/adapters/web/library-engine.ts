import type { Client } from 'whatsapp-web.js';
import { z } from 'zod';
import type { Addresses } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../../kit/clock';
import { groupMemoryBytes, killGroup } from '../../kit/process-group';
import { reasonOf } from '../../kit/reason';
import { within } from '../../kit/within';
import { createCatchUp } from './catch-up';
import { findChromium } from './chromium';
import {
  ENGINE_CAPABILITIES,
  type Account,
  type EngineSignal,
  type SentMemory,
  type WebEngine,
} from './engine';
import { isSameUser } from './events';
import { createIncoming } from './incoming';
import { createClient } from './library-client';
import { fetchMedia } from './media';
import { createPage, lineOf } from './page';
import { addressesOf, chatsOf, createPeople } from './people';
import { clearLocks, groupOfProfile, profileFolder } from './profile';
import { createSending } from './sending';
import { createTyping } from './typing';

export interface LibraryEngineOptions {
  channelId: string;
  /** Of all sessions: profiles are folders in it. */
  folder: string;
  chromiumPath?: string;
  testArgs?: readonly string[];
  isRoot: boolean;
  takesGroups: boolean;
  /** How long WhatsApp may take to say that it has a message. */
  ackWithinMs?: number;
  memory: SentMemory;
  clock: Clock;
  signal(signal: EngineSignal): void;
}

const GRACE_MS = 5_000;
const LAUNCH_MS = 30_000;
const NAMES_MS = 3_000;
const ACK_WITHIN_MS = 20_000;

const Names = z.array(z.object({ lid: z.string().optional(), pn: z.string().optional() }));

const late = (): Error => new Error('took too long');

const UNLINKED = new Set(['LOGOUT', 'UNPAIRED', 'UNPAIRED_IDLE']);

/** An engine that lets whatsapp-web.js drive a real WhatsApp Web page in a browser of its own. */
export const createLibraryEngine = (options: LibraryEngineOptions): WebEngine => {
  const { channelId, folder, memory, clock, takesGroups } = options;
  const profile = profileFolder(folder, channelId);
  let client: Client | undefined;
  let group: number | undefined;
  let isOver = false;
  let hasBrowser: () => void = () => undefined;
  /** Resolves once there is a browser, or once there will be none. */
  const launched = new Promise<void>((resolve) => (hasBrowser = resolve));
  let isLaunching = false;
  let ending: Promise<void> | undefined;
  let me: string[] = [];

  const signal = (what: EngineSignal): void => {
    if (!isOver) options.signal(what);
  };

  const page = createPage(() => (isOver ? undefined : client));

  const askNames = async (wid: string) => {
    if (!client || isOver) return {};
    const [names] = Names.parse(await within(client.getContactLidAndPhone([wid]), NAMES_MS, late));
    return { lid: names?.lid, phone: names?.pn };
  };
  const people = createPeople(askNames);

  const incoming = createIncoming({
    people,
    isMe: (wid) => me.some((mine) => isSameUser(mine, wid)),
    takesGroups,
    memory,
    clock,
    signal,
    onAck: (messageId, ack) => sending?.onAck(messageId, ack),
  });
  const typing = createTyping({ people, clock, signal });
  const catchUp = createCatchUp({ page, incoming, memory, takesGroups });
  let sending: ReturnType<typeof createSending> | undefined;

  const requireSending = () => {
    if (isOver || !sending || me.length === 0)
      throw new WhatsAppError('unreachable', 'This session is not connected to WhatsApp at the moment');
    return sending;
  };

  const onBrowser = (of: Client): void => {
    group = of.pupBrowser?.process()?.pid;
    hasBrowser();
    of.pupBrowser?.on('disconnected', () => signal({ type: 'died', reason: 'The browser ended' }));
    of.pupPage?.on('error', (error) => signal({ type: 'died', reason: reasonOf(error) }));
    of.pupPage?.on('close', () => signal({ type: 'died', reason: 'The page was closed' }));
    of.pupPage?.on('pageerror', (error) => signal({ type: 'page-error', message: reasonOf(error) }));
  };

  /** Where WhatsApp has moved it, nobody is shown as writing; everything else works. */
  const hearTyping = (): Promise<void> =>
    page
      .hearTyping((chatId, state) => void typing.hear(chatId, state).catch(() => undefined))
      .catch((error: unknown) => signal({ type: 'page-error', message: `Typing: ${reasonOf(error)}` }));

  const onReady = async (of: Client): Promise<void> => {
    const wid = of.info.wid._serialized;
    const names = await askNames(wid).catch((): { lid?: string; phone?: string } => ({}));
    me = [wid, names.lid, names.phone].flatMap((mine) => mine ?? []);
    const account: Account = {
      ...addressesOf(wid, names.lid, names.phone),
      name: of.info.pushname,
      platform: of.info.platform,
    };
    signal({ type: 'ready', account });
    await hearTyping();
  };

  const onDisconnected = (reason: string): void => {
    if (UNLINKED.has(reason)) signal({ type: 'unlinked', reason });
    else if (reason === 'CONFLICT') signal({ type: 'conflict' });
    else signal({ type: 'line', line: lineOf(reason), word: reason });
  };

  const attach = (to: Client): void => {
    // After pairing the library shows one more "code" that is none.
    to.on('qr', (code) => {
      if (!code.startsWith('undefined')) signal({ type: 'code', code });
    });
    to.on('authenticated', () => signal({ type: 'authenticated' }));
    to.on('ready', () => void onReady(to));
    to.on('change_state', (word) => signal({ type: 'line', line: lineOf(String(word)), word: String(word) }));
    to.on('disconnected', (reason) => onDisconnected(String(reason)));
    incoming.attach(to);
  };

  const launch = async (executable: string): Promise<void> => {
    isLaunching = true;
    const created: Client = await createClient({
      ...options,
      executable,
      onBrowser: () => onBrowser(created),
    });
    if (isOver) return;
    client = created;
    sending = createSending({
      client,
      page,
      people,
      incoming,
      memory,
      clock,
      ackWithinMs: options.ackWithinMs ?? ACK_WITHIN_MS,
    });
    attach(client);
    await client.initialize();
  };

  const end = async (graceMs: number): Promise<void> => {
    isOver = true;
    sending?.end();
    client?.removeAllListeners();
    // Between the call and the browser nobody has a handle of it: what was begun is waited for, and then ended.
    if (isLaunching) await within(launched, LAUNCH_MS, late).catch(() => undefined);
    if (client?.pupBrowser) await within(client.destroy(), graceMs, late).catch(() => undefined);
    const running = group ?? groupOfProfile(profile);
    if (running !== undefined) await killGroup(running, clock);
    clearLocks(profile);
  };

  return {
    capabilities: new Set(ENGINE_CAPABILITIES),

    async start() {
      const executable = findChromium(options.chromiumPath);
      clearLocks(profile);
      launch(executable)
        .catch((error: unknown) => signal({ type: 'died', reason: reasonOf(error) }))
        .finally(hasBrowser);
    },

    stop: ({ graceMs = GRACE_MS } = {}) => (ending ??= end(graceMs)),

    probe: () => page.probe(),
    kick: async () => void (await page.kick()),
    renewCode: async () => void (await page.refreshCode()),

    async pairByNumber(phone) {
      if (!client || isOver) throw new WhatsAppError('unreachable', 'The session has not started yet');
      return within(client.requestPairingCode(phone), LAUNCH_MS, late);
    },

    async logout() {
      // The page leaves for another one while it answers.
      await page.leave().catch(() => undefined);
    },

    send: async (command) => requireSending().send(command),
    async fetchMedia(mediaId, target, maxBytes) {
      requireSending();
      return fetchMedia(page, mediaId, target, maxBytes);
    },

    async markRead(to) {
      const chat = await requireSending().findChat(to);
      await within(requireClient().sendSeen(chat), GRACE_MS, late);
    },

    async setTyping(to, isTyping) {
      const chat = await requireSending().findChat(to);
      const found = await within(requireClient().getChatById(chat), GRACE_MS, late);
      const told: Promise<unknown> = isTyping ? found.sendStateTyping() : found.clearState();
      await within(told, GRACE_MS, late);
    },

    async lookUp(phone): Promise<Addresses | null> {
      const [chat] = chatsOf({ waId: phone });
      if (!chat) throw new WhatsAppError('invalid', 'This is no phone number');
      const found = await requireSending().lookUp(chat);
      return found === null ? null : ((await people.addressesOf(found)) ?? null);
    },

    catchUp: (since) => catchUp.catchUp(since),
    importHistory: (limits, onProgress) => catchUp.importHistory(limits, onProgress),
    memoryBytes: () => (group === undefined ? 0 : groupMemoryBytes(group)),
  };

  function requireClient(): Client {
    if (!client || isOver)
      throw new WhatsAppError('unreachable', 'This session is not connected at the moment');
    return client;
  }
};
