import { spawn } from 'node:child_process';
import { onStop } from './main.mjs';
import { ROOT } from './paths.mjs';

/**
 * Runs a command to its end. Resolves to `{ code, output }`; never rejects for a failing command.
 * `show` passes the output through (`'stderr'`: the error channel only), otherwise it is kept for those who want to see it.
 */
export const runCommand = (command, args, { cwd = ROOT, env = process.env, show = false } = {}) =>
  new Promise((resolve, reject) => {
    const stdout = show === true ? 'inherit' : 'pipe';
    const stderr = show ? 'inherit' : 'pipe';
    // A group of its own, so that a build's helpers end together with it.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', stdout, stderr], detached: true });
    const forget = onStop(() => killGroup(child.pid));
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      forget();
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });

const killGroup = (pid) => {
  try {
    if (pid) process.kill(-pid, 'SIGTERM');
  } catch {
    // It ended by itself in the meantime.
  }
};

/** Runs a JavaScript tool with the node that runs us. */
export const runNode = (file, args, options) => runCommand(process.execPath, [file, ...args], options);
