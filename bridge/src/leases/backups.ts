import { readFile, rm, stat } from 'node:fs/promises';
import {
  BACKUP_MAX_BYTES,
  BackupReceipt,
  KeptBackup,
  type SessionBackup,
} from '../../../src/plugins/whatsapp/contracts/web-session';
import { parseWith } from '../../../src/plugins/whatsapp/contracts/errors';
import { createBackoff } from '../kit/backoff';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { PluginClient } from '../plugin/plugin-client';
import type { LoginCopy, Sessions } from '../sessions';

const DEADLINE_MS = 60_000;
const RETRY = { firstMs: 5_000, maxMs: 5 * 60_000 };

interface Parts {
  plugin: PluginClient;
  sessions: Pick<Sessions, 'copies' | 'loginFence' | 'adopt'>;
  clock: Clock;
  logger: Logger;
}

/** Brings copies of logins to the plugin, which keeps them encrypted, and takes a login over from there. */
export const createBackups = ({ plugin, sessions, clock, logger }: Parts) => {
  const backoff = createBackoff(RETRY);
  let line: Promise<void> = Promise.resolve();
  let cancel: () => void = () => undefined;
  let isStopped = false;

  const bring = async ({ channelId, fence, file }: LoginCopy): Promise<void> => {
    const { size } = await stat(file);
    if (size > BACKUP_MAX_BYTES) {
      logger.warn(
        { channelId, size },
        'A login is too large to be kept elsewhere: it lives on this disk alone',
      );
      return rm(file, { force: true });
    }
    const backup: SessionBackup = { channelId, fence, archive: (await readFile(file)).toString('base64') };
    const answer = await plugin.request({
      method: 'POST',
      path: '/session-backups',
      body: Buffer.from(JSON.stringify(backup)),
      deadlineMs: DEADLINE_MS,
    });
    const { isKept } = parseWith(BackupReceipt, answer, "The plugin's receipt is not valid");
    logger.info({ channelId, fence, isKept }, 'The copy of a login was brought to the plugin');
    await rm(file, { force: true });
  };

  const bringAll = async (): Promise<void> => {
    cancel();
    for (const copy of await sessions.copies()) await bring(copy);
    backoff.reset('backups');
  };

  const flush = (): Promise<void> => {
    const run = line.then(bringAll);
    line = run.catch(() => undefined);
    return run;
  };

  const wake = (): void =>
    void flush().catch((error: unknown) => {
      logger.warn({ err: error }, 'The copy of a login cannot be brought to the plugin yet');
      if (!isStopped) cancel = clock.after(backoff.next('backups'), wake);
    });

  return {
    wake,
    /** Brings what waits now; fails where that does not work. */
    flush,

    /** A login that ran elsewhere since it ran here is taken from its copy. What is on this disk is used where it is newer. */
    async takeOver(channelId: string, backupFence: number | null): Promise<void> {
      if (backupFence === null || backupFence <= (sessions.loginFence(channelId) ?? 0)) return;
      const answer = await plugin.request({
        method: 'GET',
        path: `/session-backups/${encodeURIComponent(channelId)}`,
        deadlineMs: DEADLINE_MS,
      });
      const { backup } = parseWith(KeptBackup, answer, "The plugin's answer is not valid");
      if (!backup) return;
      await sessions.adopt(channelId, {
        fence: backup.fence,
        archive: Buffer.from(backup.archive, 'base64'),
      });
      logger.info({ channelId, fence: backup.fence }, 'The login of a session was taken over from its copy');
    },

    stop(): void {
      isStopped = true;
      cancel();
    },
  };
};
export type Backups = ReturnType<typeof createBackups>;
