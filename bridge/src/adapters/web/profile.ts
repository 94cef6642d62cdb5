import { readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../../kit/clock';
import { isRunning, killGroup, startedWith, type RunningProcess } from '../../kit/process-group';

const FOLDER_PREFIX = 'session-';
const LOCKS = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];

/** Where the library's LocalAuth keeps the browser profile of a session, and with it the login. */
export const profileFolder = (folder: string, channelId: string): string =>
  path.join(folder, `${FOLDER_PREFIX}${channelId}`);

const ownerOf = (profile: string): { host: string; pid: number } | undefined => {
  try {
    const [, host = '', pid = '0'] =
      /^(.*)-(\d+)$/.exec(readlinkSync(path.join(profile, 'SingletonLock'))) ?? [];
    return { host, pid: Number(pid) };
  } catch {
    return undefined; // no lock
  }
};

/**
 * Takes away the lock that a dead browser left: with the host name of another container in it, Chromium would refuse to
 * start for ever. Only whoever holds the session's lease may call it; the lock of a browser that runs here stays.
 */
export const clearLocks = (profile: string): void => {
  const owner = ownerOf(profile);
  if (owner && owner.host === hostname() && isRunning(owner.pid))
    throw new WhatsAppError('conflict', 'Another browser of this machine uses the profile of this session');
  for (const lock of LOCKS) rmSync(path.join(profile, lock), { force: true });
};

/** Forgets the login of a session. Only once no browser uses it any more. */
export const wipeProfile = (profile: string): void =>
  rmSync(profile, { recursive: true, force: true, maxRetries: 4 });

const browsersBelow = (prefix: string): RunningProcess[] =>
  startedWith(
    (argument) =>
      argument === `--user-data-dir=${prefix}` || argument.startsWith(`--user-data-dir=${prefix}${path.sep}`),
  );

/** The process group of the browser that runs on a profile, even if nobody holds a handle of it yet. */
export const groupOfProfile = (profile: string): number | undefined => browsersBelow(profile)[0]?.group;

/**
 * Ends every browser that runs on a profile below `folder`: what a bridge that was killed left behind. Only before the
 * first session of this bridge starts. Gives the number of browsers found.
 */
export const sweepOrphans = async (folder: string, clock: Clock): Promise<number> => {
  const groups = new Set(browsersBelow(folder).map(({ group }) => group));
  for (const group of groups) await killGroup(group, clock);
  return groups.size;
};
