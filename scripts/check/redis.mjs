import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';

const findRedis = () => {
  if (process.env.REDIS_SERVER_PATH) return process.env.REDIS_SERVER_PATH;
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'];
  return folders.map((folder) => path.join(folder, 'redis-server')).find((file) => existsSync(file));
};

/** The program without Debian's service: the tests start servers of their own. */
const INSTALL = ['install', '-y', '--no-install-recommends', 'redis-server'];

/**
 * Finds a Redis for the tests of several processes, or installs Debian's when we may.
 * Resolves to `{ path }`, or to `{ problem }` with the command that a person has to run.
 */
export const ensureRedis = async () => {
  const present = findRedis();
  if (present) return { path: present };
  const command = `apt-get update && apt-get ${INSTALL.join(' ')}`;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isDebianRoot) return { problem: `Redis is missing. Install it with: sudo sh -c '${command}'` };

  console.log('Installing Redis for the tests …');
  // RUNLEVEL=1 keeps the package from starting its service.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await runCommand('apt-get', ['update'], { env });
  const { output } = await runCommand('apt-get', INSTALL, { env });
  const installed = findRedis();
  return installed
    ? { path: installed }
    : { problem: `Redis could not be installed (${command}):\n${output}` };
};
