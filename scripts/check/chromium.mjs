import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

const findChromium = () => {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin'];
  return folders
    .flatMap((folder) => PROGRAMS.map((program) => path.join(folder, program)))
    .find((candidate) => existsSync(candidate));
};

const INSTALL = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'];

/**
 * Finds a Chromium for the journeys in the browser, or installs Debian's when we may.
 * Resolves to `{ path }`, or to `{ problem }` with the command that a person has to run.
 */
export const ensureChromium = async () => {
  const present = findChromium();
  if (present) return { path: present };
  const command = `apt-get update && apt-get ${INSTALL.join(' ')}`;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isDebianRoot) return { problem: `Chromium is missing. Install it with: sudo sh -c '${command}'` };

  console.log('Installing Chromium for the tests …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update'], { env });
  const { output } = await runCommand('apt-get', INSTALL, { env });
  const installed = findChromium();
  return installed
    ? { path: installed }
    : { problem: `Chromium could not be installed (${command}):\n${output}` };
};
