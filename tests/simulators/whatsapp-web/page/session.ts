import type { Credentials, ServerFrame, Stanza, Welcome } from '../protocol/frames';
import type { WireCall } from '../protocol/message';
import type { PageConfig } from '../protocol/page-config';
import { pause } from './core/bytes';
import { Emitter } from './core/emitter';
import { createModel } from './core/model';
import type { ModelOf } from './core/model';
import { createWid } from './core/ids';
import type { Wid } from './core/ids';
import { doHarm } from './harm';
import type { Inbox } from './inbox';
import { createLink } from './link';
import type { Link } from './link';
import { fromWire } from './models/message';
import type { Presence } from './models/presence';
import type { Store } from './models/store';
import { createOutbox } from './outbox';
import type { Outbox } from './outbox';
import type { DeviceStorage } from './storage';

interface SocketAttributes {
  state: string;
  hasSynced: boolean;
}
interface ConnectionAttributes {
  ref?: string;
  pushname?: string;
  platform?: string;
  wid?: Wid;
}

/** Who this device is to WhatsApp, from the first QR code to the last logout. */
export interface Session {
  readonly socket: ModelOf<SocketAttributes>;
  readonly connection: ModelOf<ConnectionAttributes>;
  readonly commands: Emitter;
  readonly link: Link;
  readonly outbox: Outbox;
  readonly progress: () => number;
  /** What this device did takes effect here as if it had come from the servers. */
  apply(stanza: Stanza): Promise<void>;
  start(credentials: Credentials | null): void;
  reconnect(): void;
  takeOver(): void;
  logOut(): Promise<void>;
}

export interface SessionParts {
  /** Of the servers' socket. */
  url: string;
  config: PageConfig;
  storage: DeviceStorage;
  store: Store;
  presence: Presence;
  deviceName: () => string;
  inbox: (outbox: Outbox) => Inbox;
  onCall: (call: WireCall) => void;
}

const STATES_WITHOUT_PAIRING = new Set(['UNPAIRED', 'PAIRING']);

export const createSession = (parts: SessionParts): Session => {
  const { config, storage, store, presence } = parts;
  const socket = createModel<SocketAttributes>({ state: 'UNLAUNCHED', hasSynced: false });
  const connection = createModel<ConnectionAttributes>({ ref: undefined, pushname: undefined });
  const commands = new Emitter();
  let credentials: Credentials | null = null;
  let progress = 0;
  let hasEnded = false;

  const link = createLink(parts.url, {
    onOpen: () =>
      link.tell({ t: 'hello', credentials, version: config.version, deviceName: parts.deviceName() }),
    onFrame: (frame) => receive(frame),
    onLost: () => {
      if (hasEnded) return;
      if (socket.state === 'CONNECTED') socket.set({ state: 'TIMEOUT' });
      setTimeout(() => {
        if (!hasEnded && link.isIdle && socket.state !== 'CONFLICT') connect();
      }, config.reconnectMs);
    },
  });
  const outbox = createOutbox(link.tell);
  const inbox = parts.inbox(outbox);

  const connect = (): void => {
    if (!STATES_WITHOUT_PAIRING.has(socket.state)) socket.set({ state: 'OPENING' });
    link.connect();
  };
  const showProgress = (percent: number): void => {
    progress = percent;
    commands.trigger('offline_progress_update_from_bridge');
  };
  const markSynced = async (): Promise<void> => {
    if (config.syncDelayMs > 0) await pause(config.syncDelayMs);
    if (link.isOpen && !config.faults.neverSyncs) socket.set({ hasSynced: true });
  };

  const takeIn = async ({ me, contacts, groups, chats, history }: Welcome): Promise<void> => {
    store.me = { pn: createWid(me.pn), lid: me.lid ? createWid(me.lid) : null };
    store.lids.learn(me.pn, me.lid);
    connection.set({
      pushname: me.pushname,
      platform: me.platform,
      wid: store.me.pn ?? undefined,
      ref: undefined,
    });
    contacts.forEach((contact) => store.meet(contact));
    groups.forEach((group) => store.ensureChat(group.id).describeGroup(group));
    const unknown = history.filter(({ ser }) => !store.messages.get(ser));
    unknown.forEach((wire) => store.admit(fromWire(wire, false), { silent: true }));
    chats.forEach(({ id, unreadCount, isArchived }) =>
      store.ensureChat(id).set({ unreadCount, archive: isArchived }),
    );
    await Promise.all([
      ...unknown.map((wire) => storage.put(wire)),
      ...chats.map((chat) => storage.putChat(chat)),
    ]);
  };
  const beWelcomed = async (welcome: Welcome): Promise<void> => {
    const own = socket.state;
    await takeIn(welcome);
    if (!link.isOpen || socket.state !== own) return;
    socket.set({ state: 'CONNECTED' });
    if (config.faults.stuckAt !== undefined) return showProgress(config.faults.stuckAt);
    showProgress(welcome.offline > 0 ? 0 : 100);
    outbox.sendAll();
    if (config.offline === 'after-sync') await markSynced();
    if (link.isOpen) link.tell({ t: 'ready-for-offline' });
  };
  const pair = async (given: Credentials): Promise<void> => {
    socket.set({ state: 'PAIRING' });
    credentials = given;
    await storage.saveCredentials(given);
    // A device that was just linked starts over, as one that the servers know.
    link.leave();
    connect();
  };
  const leaveForGood = async (event: 'logout' | 'logout_from_bridge'): Promise<void> => {
    hasEnded = true;
    commands.trigger(event);
    credentials = null;
    link.leave();
    await storage.destroy();
    setTimeout(() => {
      location.href = '/?post_logout=1&logout_reason=0';
    }, config.logoutNavigationMs);
  };

  const receive = async (frame: ServerFrame): Promise<void> => {
    switch (frame.t) {
      case 'ref':
        connection.set({ ref: frame.ref });
        socket.set({ state: 'UNPAIRED' });
        return;
      case 'idle':
        socket.set({ state: 'UNPAIRED_IDLE' });
        return;
      case 'paired':
        return pair(frame.credentials);
      case 'success':
        return beWelcomed(frame);
      case 'stanza':
        await inbox.apply(frame.stanza);
        if (link.isOpen) link.tell({ t: 'got', seq: frame.seq });
        return;
      case 'offline-done':
        showProgress(100);
        if (config.offline === 'before-sync') await markSynced();
        return;
      case 'state':
        socket.set({ state: frame.state });
        return;
      case 'chat-state':
        return presence.change(frame.chat, frame.state);
      case 'call':
        return parts.onCall(frame.call);
      case 'harm':
        return doHarm(frame.harm);
      case 'logout':
        if (frame.isStateFirst) socket.set({ state: 'UNPAIRED' });
        return leaveForGood('logout');
      case 'answer':
      case 'refusal':
        return; // The link has settled it.
    }
  };

  return {
    socket,
    connection,
    commands,
    link,
    outbox,
    progress: () => progress,
    apply: inbox.apply,
    start: (known) => {
      credentials = known;
      connect();
    },
    reconnect: () => link.cut(),
    takeOver: () => {
      link.leave();
      socket.set({ state: 'OPENING' });
      connect();
    },
    logOut: async () => {
      await link.ask({ t: 'logout' }).catch(() => undefined); // Leaving works without the servers, too.
      await leaveForGood('logout_from_bridge');
    },
  };
};
