import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { GROUPS, PUBLISHED } from './groups.mjs';

/** The command was not understood, or cannot be carried out as it stands: exit code 2, before anything has started. */
export class UsageError extends Error {}

const NAMES = Object.keys(GROUPS).join(', ');

/** Tried, not asked: what the file system's permissions say is not always what happens. */
const checkFile = (file) => {
  const isNew = !existsSync(file);
  try {
    closeSync(openSync(file, 'a'));
  } catch {
    throw new UsageError(
      `The figures cannot be written to ${file}: name a file in a folder that may be written to.`,
    );
  }
  if (isNew) rmSync(file);
};

const checkGroups = (names) => {
  for (const name of names) {
    if (!GROUPS[name]) throw new UsageError(`There is no group "${name}": there is ${NAMES}.`);
  }
};

/**
 * `[group…] [--only <group>[,<group>…]]… [--json <file>] [--full]`, from the folder in which the command was called.
 * Throws a `UsageError`.
 */
export const readArguments = (given, folder) => {
  const groups = [];
  let json;
  let isFull = false;
  for (let at = 0; at < given.length; at += 1) {
    const [option, inline] = given[at].split(/=(.*)/s);
    const value = () => {
      const found = inline ?? given[(at += 1)];
      if (!found || found.startsWith('--')) throw new UsageError(`${option} lacks its value.`);
      return found;
    };
    if (option === '--only') groups.push(...value().split(','));
    else if (option === '--json') json = path.resolve(folder, value());
    else if (option === '--full') isFull = true;
    else if (option.startsWith('-')) {
      throw new UsageError(`${option} is unknown: there is --only <group>, --json <file> and --full.`);
    } else groups.push(option);
  }
  checkGroups(groups);
  if (json) checkFile(json);
  return { groups: groups.length > 0 ? [...new Set(groups)] : PUBLISHED, json, isFull };
};
