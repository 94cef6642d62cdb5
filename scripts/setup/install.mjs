import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { inRoot } from '../paths.mjs';
import { Refusal } from '../main.mjs';

const MINIMUM_NODE = [20, 19];
const ABI_NOTE = inRoot('node_modules/.whatsapp-node-abi');

/** The package that one file of better-sqlite3's build comes from, on Debian. */
const COMPILER = { make: 'make', 'g++': 'g++', python3: 'python3' };

export const checkNode = (version = process.versions.node) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new Refusal(`Node ${MINIMUM_NODE.join('.')} or newer is needed; this is ${version}.`);
};

const isOnPath = (program) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));

/** better-sqlite3 compiles itself wherever no ready-made binary can be fetched. */
const checkCompiler = () => {
  const missing = Object.entries(COMPILER).filter(([program]) => !isOnPath(program));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name).join(' ');
  throw new Refusal(
    `SQLite's driver must be compiled and tools are missing. Install them with: apt-get install -y ${packages}`,
  );
};

const readLock = (file = inRoot('package-lock.json')) =>
  JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

const isSqliteBuilt = () =>
  existsSync(inRoot('node_modules/better-sqlite3/build/Release/better_sqlite3.node'));

/** npm keeps its own copy of the lock file about what is really there, whoever installed it. */
const isLockInstalled = () => {
  const hidden = inRoot('node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const present = readLock(hidden);
  return Object.entries(readLock()).every(
    ([name, { version, optional, link }]) =>
      !name.startsWith('node_modules/') || optional || link || present[name]?.version === version,
  );
};

/** Compiled packages belong to one ABI of node. Without a note they are believed to be of this one. */
const isForThisNode = () =>
  !existsSync(ABI_NOTE) || readFileSync(ABI_NOTE, 'utf8') === process.versions.modules;

/**
 * `npm ci` refuses a lock file that lacks a platform's variant of an optional package, as one does that was made where
 * the registry did not offer it. `npm install` takes every version from the same file and just looks up the rest.
 */
const installCommand = () => {
  const packages = readLock();
  const names = new Set(
    Object.keys(packages).map((place) => place.slice(place.lastIndexOf('node_modules/') + 13)),
  );
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  return optional.every((name) => names.has(name)) ? ['ci'] : ['install', '--no-save'];
};

const install = async () => {
  console.log('Installing packages (some minutes, the first time) …');
  // Development packages are needed to build, whatever NODE_ENV says.
  const args = [...installCommand(), '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'];
  const { code } = await runCommand('npm', args, { show: true });
  if (code !== 0) throw new Refusal('The packages could not be installed: see the output above.');
};

/** npm may be set to run no install scripts at all, and an other node needs an other build. */
const buildSqlite = async () => {
  console.log("Building SQLite's driver …");
  const { output } = await runCommand('npm', ['rebuild', 'better-sqlite3', '--foreground-scripts']);
  if (!isSqliteBuilt()) throw new Refusal(`SQLite's driver could not be built:\n${output}`);
};

/** Makes node_modules match the lock file and this node; does nothing when it already does. */
export const ensureInstalled = async () => {
  checkNode();
  const isInstalled = isLockInstalled();
  if (isInstalled && isSqliteBuilt() && isForThisNode()) return;
  checkCompiler();
  if (!isInstalled) await install();
  if (!isSqliteBuilt() || !isForThisNode()) await buildSqlite();
  writeFileSync(ABI_NOTE, process.versions.modules);
};
