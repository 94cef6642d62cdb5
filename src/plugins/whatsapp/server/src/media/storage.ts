import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { WhatsAppError } from '../../../contracts/errors';
import { MEDIA_MAX_BYTES } from '../../../contracts/media';

/** Bytes on their way, and those of tries that ended in the middle. */
const INCOMING = '.incoming';
const COMPANY = /^[a-z0-9]{24}$/;
const KEY = /^[0-9a-f]{64}$/;

/** Bytes on the disk, not yet under the name that they will have. */
export interface Received {
  path: string;
  sizeBytes: number;
  /** SHA-256 in lower-case hex. */
  digest: string;
}

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

const entriesOf = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
};

/** A name is durable once its folder is. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const ageMs = async (file: string, now: Date): Promise<number> => {
  const found = await stat(file).catch(() => null); // somebody else was quicker: then it is no matter of ours
  return found ? now.getTime() - found.mtimeMs : 0;
};

/**
 * The folder: one below it for each company, in it files with random names. Every name is checked by its shape before it
 * becomes part of a path.
 */
export const createStorage = (root: string) => {
  const incoming = path.join(root, INCOMING);

  const folderOf = (company: string): string => {
    if (!COMPANY.test(company)) throw new Error('This is no name of a folder');
    return path.join(root, company);
  };
  const pathOf = (company: string, key: string): string => {
    if (!KEY.test(key)) throw new Error('This is no name of a file');
    return path.join(folderOf(company), key);
  };

  return {
    pathOf,

    async prepare(): Promise<void> {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
    },

    /**
     * Writes what comes to a temporary file, for the n-th try at a thing, and away with what earlier tries left. On the disk
     * when it resolves; nothing is left when it fails.
     */
    async receive(source: AsyncIterable<Buffer>, thing: string, attempt: number): Promise<Received> {
      const name = `${thing}.${attempt}`;
      for (const entry of await entriesOf(incoming)) {
        if (entry.startsWith(`${thing}.`)) await rm(path.join(incoming, entry), { force: true });
      }
      const file = path.join(incoming, name);
      const handle = await open(file, 'wx', 0o600);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      try {
        for await (const chunk of source) {
          sizeBytes += chunk.length;
          if (sizeBytes > MEDIA_MAX_BYTES)
            throw new WhatsAppError('rejected', 'The file is larger than WhatsApp allows');
          hash.update(chunk);
          await handle.appendFile(chunk);
        }
        await handle.sync();
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
      return { path: file, sizeBytes, digest: hash.digest('hex') };
    },

    discard: (received: Received): Promise<void> => rm(received.path, { force: true }),

    /** Gives it its name, which nobody can guess, and gives that back. */
    async keep(received: Received, company: string): Promise<string> {
      const key = randomBytes(32).toString('hex');
      const folder = folderOf(company);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(received.path, pathOf(company, key));
      await syncFolder(folder);
      await syncFolder(root);
      return key;
    },

    remove: (company: string, key: string): Promise<void> => rm(pathOf(company, key), { force: true }),

    /** With everything in it. */
    removeCompany: (company: string): Promise<void> =>
      rm(folderOf(company), { recursive: true, force: true }),

    /** Removes the folder of a company where it is empty. */
    async removeEmpty(company: string): Promise<void> {
      await rmdir(folderOf(company)).catch((error: unknown) => {
        if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
      });
    },

    companies: async (): Promise<string[]> => (await entriesOf(root)).filter((name) => COMPANY.test(name)),

    /** The keys of a company's files that are at least so old. */
    async keysOlderThan(company: string, ms: number, now: Date): Promise<string[]> {
      const old: string[] = [];
      for (const key of (await entriesOf(folderOf(company))).filter((name) => KEY.test(name))) {
        if ((await ageMs(pathOf(company, key), now)) >= ms) old.push(key);
      }
      return old;
    },

    /** Removes what tries left behind that nobody has written to for so long. Gives their number. */
    async sweepIncoming(ms: number, now: Date): Promise<number> {
      let count = 0;
      for (const name of await entriesOf(incoming)) {
        const file = path.join(incoming, name);
        if ((await ageMs(file, now)) < ms) continue;
        await rm(file, { force: true, recursive: true });
        count += 1;
      }
      return count;
    },
  };
};

export type Storage = ReturnType<typeof createStorage>;
