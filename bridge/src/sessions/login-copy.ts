import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { create, extract } from 'tar';
import { z } from 'zod';
import { wipeProfile } from '../adapters/web';
import type { Clock } from '../kit/clock';

/**
 * Copies of logins. A login is what the page keeps in these two folders of its profile; all the rest of a profile is made
 * anew by any browser. Copies wait in a folder of their own until they are kept elsewhere.
 */
const PARTS = ['Default/IndexedDB', 'Default/Local Storage'];
const NOTE = 'login.json';
const NAME = /^([-\w]{1,64})\.(\d+)\.(\d+)\.tgz$/;
/** A page that writes throws files away while they are being copied. */
const TRIES = 3;

/** What of the session's memory goes with its login; unix milliseconds. */
export const LoginNote = z.object({ linkedAt: z.number(), heardAt: z.number().nullable() });
export type LoginNote = z.infer<typeof LoginNote>;

/** A copy that waits. The file's name says it all. */
export interface LoginCopy {
  channelId: string;
  fence: number;
  file: string;
}

const copiesFolder = (folder: string): string => path.join(folder, 'copies');

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

const copyParts = async (profile: string, target: string): Promise<string[]> => {
  const copied: string[] = [];
  for (const part of PARTS) {
    try {
      await cp(path.join(profile, part), path.join(target, part), { recursive: true });
      copied.push(part);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Not there at all, or one of its files went while we were copying: whoever asked tries again.
      await rm(path.join(target, part), { recursive: true, force: true });
    }
  }
  return copied;
};

/** Gives the copies that wait, oldest first. */
export const listCopies = async (folder: string): Promise<LoginCopy[]> => {
  const names = await readdir(copiesFolder(folder)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const [, channelId, fence, at] = NAME.exec(name) ?? [];
      if (!channelId) return [];
      return [
        { channelId, fence: Number(fence), at: Number(at), file: path.join(copiesFolder(folder), name) },
      ];
    })
    .sort((one, other) => one.at - other.at);
};

/** Takes away the copies of a session that wait: its login is gone. */
export const dropCopies = async (folder: string, channelId: string): Promise<void> => {
  const own = (await listCopies(folder)).filter((copy) => copy.channelId === channelId);
  await Promise.all(own.map(({ file }) => rm(file, { force: true })));
};

interface CopyOptions {
  folder: string;
  channelId: string;
  fence: number;
  profile: string;
  note: LoginNote;
  clock: Clock;
}

/** Copies a login; the copies of it that waited give way. Gives false where there is nothing to copy. */
export const copyLogin = async ({
  folder,
  channelId,
  fence,
  profile,
  note,
  clock,
}: CopyOptions): Promise<boolean> => {
  const work = path.join(copiesFolder(folder), `.${randomUUID()}`);
  await mkdir(work, { recursive: true, mode: 0o700 });
  try {
    let parts: string[] = [];
    for (let tries = 0; tries < TRIES && parts.length < PARTS.length; tries += 1)
      parts = await copyParts(profile, work);
    if (parts.length === 0) return false;
    await writeFile(path.join(work, NOTE), JSON.stringify(note), { mode: 0o600 });
    const archive = `${work}.tgz`;
    await create({ gzip: true, cwd: work, file: archive, portable: true, mode: 0o600 }, [NOTE, ...parts]);
    await dropCopies(folder, channelId);
    await rename(archive, path.join(copiesFolder(folder), `${channelId}.${fence}.${clock.now()}.tgz`));
    return true;
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${work}.tgz`, { force: true });
  }
};

const isPartOfLogin = (entry: string): boolean => {
  const name = path.posix.normalize(entry).replace(/\/$/, '');
  return name === NOTE || PARTS.some((part) => name === part || name.startsWith(`${part}/`));
};

/**
 * Puts a copy in the place of a profile, whole or not at all; gives what was remembered of it. Fails when it is no copy of
 * a login. Only while no browser runs on the profile.
 */
export const restoreLogin = async (archive: Buffer, profile: string): Promise<LoginNote> => {
  const work = `${profile}.${randomUUID()}`;
  await mkdir(work, { recursive: true, mode: 0o700 });
  try {
    await writeFile(`${work}.tgz`, archive, { mode: 0o600 });
    await extract({
      cwd: work,
      file: `${work}.tgz`,
      strict: true,
      // Links would lead out of the folder.
      filter: (entry, about) =>
        isPartOfLogin(entry) && 'type' in about && (about.type === 'File' || about.type === 'Directory'),
    });
    const note = LoginNote.parse(JSON.parse(await readFile(path.join(work, NOTE), 'utf8')));
    wipeProfile(profile);
    await rename(work, profile);
    return note;
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${work}.tgz`, { force: true });
  }
};
