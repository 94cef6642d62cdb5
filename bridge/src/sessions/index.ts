import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Addresses } from '../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { WebTyping } from '../../../src/plugins/whatsapp/contracts/web-session';
import type { ChannelAdapter, OpenFile } from '../adapters/adapter';
import {
  createWebAdapter,
  groupOfProfile,
  profileFolder,
  sweepOrphans,
  type EngineCommand,
} from '../adapters/web';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import { killGroup } from '../kit/process-group';
import { createPool, type Pool } from './pool';
import { portOf } from './port';
import { SessionSettings, type SessionCode, type SessionSnapshot } from './snapshot';
import { listCopies, restoreLogin, type LoginCopy } from './login-copy';
import { createMemory } from './spool/memory';
import { openSpoolDatabase, SPOOL_FILE, type Database } from './spool/database';
import { createSpoolDelivery, type Deliver, type SpoolDelivery } from './spool/delivery';
import { createSpool, type Spool } from './spool/spool';
import { Timing } from './timing';
import { filesFolder } from './files-folder';
import { createOutgoingFiles } from './outgoing-files';
import type { WorkerProcess } from './worker-process';

/**
 * Sessions of WhatsApp Web: runs them in processes of their own, keeps each in the state that it shall have, and hands
 * on what they hear once it is safe on the disk. Knows neither HTTP nor Strapi: which sessions shall run, and who gets
 * their events, is said from outside. Whoever starts a session holds its lease; two bridges that run one lose both.
 */
export type { Deliver } from './spool/delivery';
export { keyOf, type SpooledEvent } from './spool/spool';
export type { LoginCopy } from './login-copy';
export type { SessionCode, SessionSnapshot } from './snapshot';
export { SessionSettings } from './snapshot';
export { SESSION_STATES, type SessionState } from './states';

export interface SessionsOptions {
  /** Logins and waiting events. Of this bridge alone. */
  folder: string;
  chromiumPath?: string;
  /** Of tests only: see `WHATSAPP_TEST_CHROMIUM_ARGS`. */
  testArgs?: readonly string[];
  /** All that worker processes and browsers get of the environment. */
  environment: Record<string, string>;
  logLevel: string;
  sessionsPerWorker?: number;
  /** Of every session that says nothing else. */
  settings?: Partial<SessionSettings>;
  /** Handed the events of one channel in their order; resolves with the ids of those that are kept for good. */
  deliver: Deliver;
  /** Where the files come from that are sent. */
  openFile: OpenFile;
  onState?(snapshot: SessionSnapshot): void;
  /** A new code, or none any more. Only for people who may take the session over: never log it, never store it. */
  onCode?(channelId: string, code: SessionCode | undefined): void;
  /** A copy of a login waits, see `copies`. */
  onCopied?(): void;
  /** A customer begins or ends to write: never stored, and worth nothing in a minute. */
  onTyping?(typing: WebTyping): void;
  timing?: Partial<Timing>;
  /** For Node, in front of the worker's program. */
  execArgv?: readonly string[];
  clock: Clock;
  logger: Logger;
}

const SESSIONS_PER_WORKER = 5;
/** Browsers that start at once in one worker. */
const START_WIDTH = 1;

const DAY_MS = 24 * 60 * 60 * 1_000;

const isRoot = (): boolean => process.getuid?.() === 0;

interface Opened {
  database: Database;
  spool: Spool;
  delivery: SpoolDelivery;
}

export const createSessions = (options: SessionsOptions) => {
  const { clock, logger } = options;
  const folder = path.resolve(options.folder);
  let opened: Opened | undefined;
  let pool: Pool | undefined;
  let isStopped = false;

  let cancelPrune: () => void = () => undefined;
  const pruneDaily = (spool: Spool): void => {
    spool.prune();
    cancelPrune = clock.after(DAY_MS, () => pruneDaily(spool));
  };

  /** Nothing is made on the disk before there is a first session. */
  const open = (): Opened => {
    if (opened) return opened;
    const database = openSpoolDatabase(folder);
    const spool = createSpool(database, clock, (id) =>
      logger.error({ id }, 'An event in the spool cannot be read any more, it stays there'),
    );
    pruneDaily(spool);
    // Files on their way when an earlier bridge ended.
    rmSync(filesFolder(folder), { recursive: true, force: true });
    const delivery = createSpoolDelivery({ spool, deliver: options.deliver, clock, logger });
    opened = { database, spool, delivery };
    delivery.start();
    return opened;
  };

  const openPool = (): Pool => {
    if (pool) return pool;
    if (isRoot())
      logger.warn('The bridge runs as root: browsers get no sandbox. Run it as an ordinary user instead.');
    const { delivery } = open();
    pool = createPool({
      setup: {
        folder,
        chromiumPath: options.chromiumPath,
        testArgs: [...(options.testArgs ?? [])],
        isRoot: isRoot(),
        logLevel: options.logLevel,
        timing: Timing.parse(options.timing ?? {}),
        startWidth: START_WIDTH,
      },
      environment: options.environment,
      execArgv: options.execArgv ?? [],
      sessionsPerWorker: options.sessionsPerWorker ?? SESSIONS_PER_WORKER,
      clock,
      logger,
      onSpooled: delivery.wake,
      onCopied: () => options.onCopied?.(),
      sweep: async (channelId) => {
        const group = groupOfProfile(profileFolder(folder, channelId));
        if (group !== undefined) await killGroup(group, clock);
      },
      onState: (snapshot) => options.onState?.(snapshot),
      onCode: (channelId, code) => options.onCode?.(channelId, code),
      onTyping: (typing) => options.onTyping?.(typing),
    });
    return pool;
  };

  const processOf = (channelId: string): WorkerProcess => {
    const found = pool?.find(channelId);
    if (!found) throw new WhatsAppError('unreachable', 'This session does not run on this bridge');
    return found;
  };

  const outgoing = createOutgoingFiles(folder, { openFile: options.openFile, clock });
  const port = portOf({ processOf, outgoing, snapshot: (channelId) => pool?.snapshot(channelId) });

  return {
    /**
     * Before the first `start`, once: ends what a bridge that was killed has left, and goes on handing out what it had
     * heard. Gives the number of browsers that were ended.
     */
    async open(): Promise<number> {
      if (!existsSync(path.join(folder, SPOOL_FILE))) return 0;
      const swept = await sweepOrphans(folder, clock);
      if (swept > 0) logger.warn({ swept }, 'Browsers of an earlier bridge were still there');
      open();
      return swept;
    },

    /** The session shall run under this lease. May be called again: a session that runs goes on. */
    start(channelId: string, fence: number, settings: Partial<SessionSettings> = {}): void {
      if (isStopped) throw new WhatsAppError('unreachable', 'The bridge is stopping');
      if (!/^[-\w]{1,64}$/.test(channelId)) throw new WhatsAppError('invalid', 'This is no id of a channel');
      openPool().start(channelId, {
        fence,
        settings: SessionSettings.parse({ ...options.settings, ...settings }),
      });
    },

    /** The session shall not run here any more; its login stays. Resolves when nothing of it runs. */
    async stop(channelId: string): Promise<void> {
      // A process that is gone runs nothing.
      await pool
        ?.find(channelId)
        ?.ask(channelId, { what: 'stop' })
        .catch(() => undefined);
      await pool?.release(channelId);
    },

    /** Logs out, on the phone too if it can be reached, and forgets the login. */
    async unlink(channelId: string): Promise<void> {
      await processOf(channelId).ask(channelId, { what: 'unlink' });
    },

    restart: async (channelId: string): Promise<void> =>
      void (await processOf(channelId).ask(channelId, { what: 'restart' })),

    /** Under which lease the login on this disk ran last; undefined where there is none. */
    loginFence(channelId: string): number | undefined {
      if (!existsSync(profileFolder(folder, channelId))) return undefined;
      return createMemory(open().database, channelId, clock).login()?.fence;
    },

    /** Takes a login over from another bridge. Only before the session starts here. */
    async adopt(channelId: string, { fence, archive }: { fence: number; archive: Buffer }): Promise<void> {
      const note = await restoreLogin(archive, profileFolder(folder, channelId));
      createMemory(open().database, channelId, clock).adopted(fence, note);
    },

    /** Copies of logins that nobody else keeps yet. Whoever keeps one removes its file. */
    copies: (): Promise<LoginCopy[]> => listCopies(folder),

    /** Undefined for a session that was never started here. */
    state: (channelId: string): SessionSnapshot | undefined => pool?.snapshot(channelId),
    states: (): SessionSnapshot[] => pool?.snapshots() ?? [],

    /** What the phone scans now, and since when it is shown. */
    code: (channelId: string): SessionCode | undefined => pool?.code(channelId),

    /** Eight letters and digits to type in on the phone with this number, instead of scanning. */
    pairingCode: async (channelId: string, phone: string): Promise<string> =>
      processOf(channelId).askFor(channelId, { what: 'pair-by-number', phone }),

    /** For sending and for files: passes every test that an adapter has to pass. */
    adapter: (channelId: string): ChannelAdapter => createWebAdapter(port(channelId)),

    /** Beyond what adapters promise: also media, cards, places and reactions. */
    send: (channelId: string, command: EngineCommand) => port(channelId).send(command),
    markRead: async (channelId: string, to: Addresses): Promise<void> =>
      void (await processOf(channelId).ask(channelId, { what: 'mark-read', to })),
    setTyping: async (channelId: string, to: Addresses, isTyping: boolean): Promise<void> =>
      void (await processOf(channelId).ask(channelId, { what: 'typing', to, isTyping })),
    lookUp: async (channelId: string, phone: string): Promise<Addresses | null> =>
      processOf(channelId).askFor(channelId, { what: 'look-up', phone }),

    /** Events that are not kept by anybody else yet. */
    waiting: () => opened?.spool.waiting() ?? { depth: 0, oldestAt: null },
    workerPids: (): number[] => pool?.workerPids() ?? [],

    /** Ends every session with grace, and lets go of everything. Logins and waiting events stay. */
    async stopAll(): Promise<void> {
      isStopped = true;
      cancelPrune();
      await pool?.stop();
      await opened?.delivery.stop();
      opened?.database.close();
      opened = undefined;
    },
  };
};
export type Sessions = ReturnType<typeof createSessions>;
