import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { inRoot } from '../paths.mjs';
import { Refusal } from '../main.mjs';

const MINIMUM_NODE = [20, 12];
const STAMP = inRoot('node_modules/.whatsapp-install');

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

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .update(readFileSync(inRoot('package.json')))
    .update(readFileSync(inRoot('bridge/package.json')))
    .update(process.versions.modules) // compiled packages belong to one ABI of node
    .digest('hex');

const isSqliteBuilt = () =>
  existsSync(inRoot('node_modules/better-sqlite3/build/Release/better_sqlite3.node'));

/** npm keeps its own copy of the lock file: an installation made by hand is recognised by it. */
const isInstalledByHand = () => {
  const hidden = inRoot('node_modules/.package-lock.json');
  if (existsSync(STAMP) || !existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages ?? {};
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages ?? {};
  return Object.entries(wanted).every(
    ([name, { version, optional, link }]) =>
      !name.startsWith('node_modules/') || optional || link || present[name]?.version === version,
  );
};

/** Makes node_modules match the lock file; does nothing when it already does. */
export const ensureInstalled = async () => {
  checkNode();
  const digest = lockDigest();
  const isCurrent = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
  if (isSqliteBuilt() && (isCurrent || isInstalledByHand())) {
    if (!isCurrent) writeFileSync(STAMP, digest);
    return;
  }
  checkCompiler();
  console.log('Installing packages (some minutes, the first time) …');
  // Development packages are needed to build, whatever NODE_ENV says.
  const { code } = await runCommand('npm', ['ci', '--include=dev', '--no-fund', '--no-audit'], {
    show: true,
  });
  if (code !== 0) throw new Refusal('npm ci failed: see its output above.');
  if (!isSqliteBuilt()) {
    // npm may be set to run no install scripts at all; the driver cannot do without its own.
    const rebuild = await runCommand('npm', ['rebuild', 'better-sqlite3', '--foreground-scripts'], {
      show: true,
    });
    if (rebuild.code !== 0 || !isSqliteBuilt())
      throw new Refusal("SQLite's driver could not be built: see the output above.");
  }
  writeFileSync(STAMP, digest);
};
