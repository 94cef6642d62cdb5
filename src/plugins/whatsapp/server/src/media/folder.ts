import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';

/** The path with every link followed, also where its last parts do not exist yet. */
const realPath = (folder: string): string => {
  try {
    return realpathSync(folder);
  } catch {
    const parent = path.dirname(folder); // not there yet: what is above it decides
    return parent === folder ? folder : path.join(realPath(parent), path.basename(folder));
  }
};

const isInside = (folder: string, outer: string): boolean => {
  const way = path.relative(realPath(outer), realPath(folder));
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
};

/** Fails where files would be shown to everybody, or be swept away by the next build. */
export const assertPrivate = (folder: string, dirs: { public: string; build: string }): void => {
  if (isInside(folder, dirs.public) || isInside(dirs.public, folder)) {
    throw new Error(
      `WHATSAPP_MEDIA_FOLDER (${folder}) and the public folder lie within each other: every file of every company could be ` +
        'read by anybody. Choose another folder.',
    );
  }
  if (isInside(folder, dirs.build)) {
    throw new Error(
      `WHATSAPP_MEDIA_FOLDER (${folder}) is in the folder of the build, which each build empties. Choose another folder.`,
    );
  }
};

const MARK = '.installation';

/** `strapi.store` as far as it is used here. */
interface Note {
  get(): Promise<unknown>;
  set(options: { value: string }): Promise<void>;
}

const installationOf = async (strapi: Core.Strapi): Promise<string> => {
  const note = strapi.store({ type: 'plugin', name: 'whatsapp', key: 'installation' }) as unknown as Note;
  const known = await note.get();
  if (typeof known === 'string') return known;
  const fresh = randomUUID();
  await note.set({ value: fresh });
  return fresh;
};

/**
 * Whether the folder is this database's: the first that comes marks it. In a folder of another one nobody may decide that a
 * file is of no use because this database does not know it.
 */
export const isOurFolder = async (strapi: Core.Strapi, folder: string): Promise<boolean> => {
  const mark = path.join(folder, MARK);
  const installation = await installationOf(strapi);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(mark, `${installation}\n`, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw error;
  });
  return (await readFile(mark, 'utf8')).trim() === installation;
};
