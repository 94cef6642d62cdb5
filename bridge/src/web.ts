import type { Addresses } from '../../src/plugins/whatsapp/contracts/bridge';
import type { SessionCode } from '../../src/plugins/whatsapp/contracts/web-session';
import type { ChannelAdapter, OpenFile } from './adapters/adapter';
import type { BridgeConfig } from './config';
import { isoTime, type Clock } from './kit/clock';
import type { Logger } from './kit/logger';
import { within } from './kit/within';
import {
  bridgeIdOf,
  createBackups,
  createHeartbeat,
  createTypingTeller,
  deliverWebEvents,
  leaseSessions,
  type Heartbeat,
} from './leases';
import { createHumanPace, humanlyPaced } from './pacing';
import type { PluginClient } from './plugin/plugin-client';
import { createSessions } from './sessions';

/** For what was copied while the sessions ended. */
const LAST_COPIES_MS = 2_000;

/** WhatsApp Web as the rest of the bridge sees it. */
export interface Web {
  /** The channel of a session that this bridge has; undefined for all others. */
  channel(channelId: string): ChannelAdapter | undefined;
  code(channelId: string): SessionCode | null;
  pairByNumber(channelId: string, phoneNumber: string): Promise<SessionCode>;
  markRead(channelId: string, to: Addresses): Promise<void>;
  setTyping(channelId: string, to: Addresses, isTyping: boolean): Promise<void>;
  /** Asks the plugin now which sessions there shall be. Does nothing where this bridge leaves them to others. */
  refresh(): Promise<void>;
  /** `url`: where the plugin reaches this bridge. */
  start(url: string): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  plugin: PluginClient;
  openFile: OpenFile;
  clock: Clock;
  logger: Logger;
}

/** Puts sessions and leases together: which there shall be says the plugin, and what they hear goes to it. */
export const createWeb = (
  { sessions: config, logLevel }: Pick<BridgeConfig, 'sessions' | 'logLevel'>,
  { plugin, openFile, clock, logger }: Parts,
): Web => {
  const { folder, chromiumPath, testArgs, environment, capacity, mediaMaxBytes } = config;
  const sessions = createSessions({
    folder,
    ...(chromiumPath ? { chromiumPath } : {}),
    testArgs,
    environment,
    settings: { mediaMaxBytes },
    logLevel,
    deliver: deliverWebEvents(plugin),
    openFile,
    onState: () => leased.tell(),
    onCode: () => leased.tell(),
    onCopied: () => backups.wake(),
    onTyping: createTypingTeller(plugin),
    clock,
    logger,
  });
  const backups = createBackups({ plugin, sessions, clock, logger });
  const leased = leaseSessions(sessions, { takeOver: backups.takeOver, clock, logger });
  const pace = createHumanPace(clock);
  let heartbeat: Heartbeat | undefined;

  return {
    channel: (channelId) =>
      sessions.state(channelId) && humanlyPaced(sessions.adapter(channelId), pace, channelId),

    code(channelId) {
      const shown = sessions.code(channelId);
      return shown ? { kind: 'qr', code: shown.code, shownAt: shown.at } : null;
    },

    async pairByNumber(channelId, phoneNumber) {
      const code = await sessions.pairingCode(channelId, phoneNumber);
      return { kind: 'pairing', code, shownAt: isoTime(clock.now()) };
    },

    markRead: (channelId, to) => sessions.markRead(channelId, to),
    setTyping: (channelId, to, isTyping) => sessions.setTyping(channelId, to, isTyping),

    refresh: async () => heartbeat?.refresh(),

    async start(url) {
      if (capacity === 0) return;
      await sessions.open();
      const self = { bridgeId: bridgeIdOf(folder), url, capacity };
      heartbeat = createHeartbeat({ plugin, sessions: leased, self: () => self, clock, logger });
      heartbeat.start();
      backups.wake();
    },

    async stop() {
      heartbeat?.stop();
      await sessions.stopAll();
      backups.stop();
      // Best now: another bridge may go on with them at once. Else after the next start here.
      await within(backups.flush(), LAST_COPIES_MS, () => new Error('Not in time')).catch((error: unknown) =>
        logger.warn({ err: error }, 'The last copies of logins stay on this disk'),
      );
    },
  };
};
