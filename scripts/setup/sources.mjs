import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../paths.mjs';

const IGNORED = /(^|\/)(node_modules|dist|\.build)(\/|$)|\.test\.[cm]?[jt]sx?$/;

const filesBelow = (relative) => {
  const absolute = inRoot(relative);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats || IGNORED.test(relative)) return [];
  if (!stats.isDirectory()) return [relative];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesBelow(path.posix.join(relative, name)));
};

/** A digest of what the given files and folders contain; `extra` is whatever else the output depends on. */
export const digestSources = (roots, { exclude, extra = '' } = {}) => {
  const hash = createHash('sha256').update(extra);
  for (const file of roots.flatMap(filesBelow).filter((name) => !exclude?.test(name))) {
    hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)));
  }
  return hash.digest('hex');
};
