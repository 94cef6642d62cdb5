import { spawn } from 'node:child_process';
import { inRoot, ROOT } from './repository';
import type { Installation } from './installation';

export interface CommandOutcome {
  code: number | null;
  out: string;
  errors: string;
}

const run = (env: Record<string, string>, file: string, args: string[]): Promise<CommandOutcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRoot(file), ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const outcome = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => (outcome.out += String(chunk)));
    child.stderr.on('data', (chunk) => (outcome.errors += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...outcome }));
  });

/** What `npm run whatsapp:replay` starts once everything is built, run to its end on the database of an installation. */
export const runReplay = ({ env }: Pick<Installation, 'env'>, ...args: string[]): Promise<CommandOutcome> =>
  run(env, 'scripts/replay/quarantine.mjs', ['--app', ROOT, '--', ...args]);

/** One of the nightly tasks, now. */
export const runTask = ({ env }: Pick<Installation, 'env'>, name: string): Promise<CommandOutcome> =>
  run(env, 'tests/support/run-task.cjs', [ROOT, name]);
