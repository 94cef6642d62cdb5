import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = 'bridge-id';

/**
 * Who this bridge is: whoever has the folder with the logins. Made when it is asked for the first time; a second process
 * over the same folder is told the same.
 */
export const bridgeIdOf = (folder: string): string => {
  const file = path.resolve(folder, FILE);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomUUID(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
};
