import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { createLibraryEngine, profileFolder, wipeProfile } from '../adapters/web';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import { filesFolder } from './files-folder';
import { copyLogin, dropCopies } from './login-copy';
import { createSession, type Session } from './session';
import type { SessionSettings } from './snapshot';
import { openSpoolDatabase } from './spool/database';
import { createMemory } from './spool/memory';
import { createSpool } from './spool/spool';
import { createTurnstile } from './turnstile';
import type { Ask, FromWorker, WorkerSetup } from './wire';

interface Kept {
  session: Session;
  settings: SessionSettings;
  /** One file at a time, in or out: each takes many times its size while it crosses the page. */
  transfers: Promise<unknown>;
}

/** The sessions of one worker process, and what can be asked of them. */
export const createWorkerSessions = (
  setup: WorkerSetup,
  { clock, logger, tell }: { clock: Clock; logger: Logger; tell(message: FromWorker): void },
) => {
  const { folder } = setup;
  mkdirSync(filesFolder(folder), { recursive: true, mode: 0o700 });
  const database = openSpoolDatabase(folder);
  const spool = createSpool(database, clock);
  const turnstile = createTurnstile(setup.startWidth);
  const sessions = new Map<string, Kept>();

  const create = (channelId: string, fence: number, settings: SessionSettings): Kept => {
    const memory = createMemory(database, channelId, clock);
    const profile = profileFolder(folder, channelId);
    const session = createSession({
      channelId,
      fence,
      settings,
      createEngine: (signal) =>
        createLibraryEngine({
          ...setup,
          channelId,
          takesGroups: settings.takesGroups,
          ackWithinMs: setup.timing.ackWithinMs,
          memory: memory.sent,
          clock,
          signal,
        }),
      async wipe() {
        wipeProfile(profile);
        await dropCopies(folder, channelId);
      },
      async copyLogin(lease) {
        const { linkedAt, heardAt } = memory.login() ?? {};
        if (linkedAt === undefined) return;
        const note = { linkedAt, heardAt: heardAt ?? null };
        const isCopied = await copyLogin({ folder, channelId, fence: lease, profile, note, clock });
        if (isCopied) tell({ type: 'copied', channelId });
      },
      spool,
      memory,
      turnstile,
      timing: setup.timing,
      clock,
      logger,
      onState: (snapshot) => tell({ type: 'state', snapshot }),
      onCode: (code) => tell({ type: 'code', channelId, code }),
      onSpooled: () => tell({ type: 'spooled', channelId }),
      onTyping: ({ from, isTyping }) => tell({ type: 'typing', typing: { channelId, from, isTyping } }),
    });
    const kept: Kept = { session, settings, transfers: Promise.resolve() };
    sessions.set(channelId, kept);
    return kept;
  };

  const find = (channelId: string): Kept => {
    const kept = sessions.get(channelId);
    if (!kept) throw new WhatsAppError('unreachable', 'This session has not been started');
    return kept;
  };

  const fetchMedia =
    ({ session, settings }: Kept, { mediaId, maxBytes }: Extract<Ask, { what: 'fetch-media' }>) =>
    async () => {
      const target = path.join(filesFolder(folder), randomUUID());
      try {
        const limit = maxBytes ?? settings.mediaMaxBytes;
        const file = await session.requireOnline().fetchMedia(mediaId, target, limit);
        return { ...file, path: target };
      } catch (error) {
        await rm(target, { force: true });
        throw error;
      }
    };

  const inTurn = <Value>(kept: Kept, transfer: () => Promise<Value>): Promise<Value> => {
    const run = kept.transfers.then(transfer);
    kept.transfers = run.catch(() => undefined);
    return run;
  };

  const answer = async (kept: Kept, ask: Ask): Promise<unknown> => {
    const { session } = kept;
    switch (ask.what) {
      case 'stop':
        return session.stop();
      case 'restart':
        return session.restart();
      case 'unlink':
        return session.unlink();
      case 'pair-by-number':
        return session.pairByNumber(ask.phone);
      case 'send': {
        const send = () => session.requireOnline().send(ask.command);
        return 'file' in ask.command.content ? inTurn(kept, send) : send();
      }
      case 'fetch-media':
        return inTurn(kept, fetchMedia(kept, ask));
      case 'mark-read':
        return session.requireOnline().markRead(ask.to);
      case 'typing':
        return session.requireOnline().setTyping(ask.to, ask.isTyping);
      case 'look-up':
        return session.requireOnline().lookUp(ask.phone);
    }
  };

  return {
    start(channelId: string, fence: number, settings: SessionSettings): void {
      const kept = sessions.get(channelId) ?? create(channelId, fence, settings);
      kept.session.start(fence);
    },

    ask: async (channelId: string, ask: Ask): Promise<unknown> => answer(find(channelId), ask),

    async end(): Promise<void> {
      await Promise.all([...sessions.values()].map(({ session }) => session.stop()));
      database.close();
      logger.debug('A worker of sessions ends');
    },
  };
};
export type WorkerSessions = ReturnType<typeof createWorkerSessions>;
