import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { ROOT } from '../paths.mjs';

const REAPER = fileURLToPath(new URL('./reaper.mjs', import.meta.url));

let reaper;
const tellReaper = (line) => {
  if (!reaper) {
    reaper = spawn(process.execPath, [REAPER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    reaper.stdin.on('error', () => undefined); // without it only the last resort is missing
    reaper.unref();
    reaper.stdin.unref();
  }
  reaper.stdin.write(`${line}\n`);
};

const COLOURS = { strapi: 35, bridge: 32, graph: 36 };
const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;

const labelOf = (name) => {
  const label = `${name.padEnd(6)} │`;
  return isColoured ? `\u001b[${COLOURS[name] ?? 37}m${label}\u001b[0m` : label;
};

const signalGroup = (pid, signal) => {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
};

/**
 * Starts a node process in a group of its own, its output line by line under its name.
 * `exited` resolves to how it ended, after everything it started is gone too.
 */
export const startChild = ({ name, file, args = [], env }) => {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: ROOT,
    env: isColoured ? { FORCE_COLOR: '1', ...env } : env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  tellReaper(`+${child.pid}`);
  const label = labelOf(name);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => process.stdout.write(`${label} ${line}\n`));
  }
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      signalGroup(child.pid, 'SIGKILL'); // its helpers have no business without it
      tellReaper(`-${child.pid}`);
      resolve({ code, signal });
    });
  });
  return {
    name,
    pid: child.pid,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal: (signal) => signalGroup(child.pid, signal),
  };
};
