import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { inRoot, ROOT } from './repository';

const STOP_DEADLINE_MS = 30_000;
const TAIL_LINES = 40;

export interface ManagedProcess {
  readonly pid: number;
  /** Ends it, and everything it started, at once. Resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Asks it to end in order; insists after 30 s. Resolves to its exit code, null when it was killed. */
  stop(): Promise<number | null>;
  readonly exited: Promise<number | null>;
  isRunning(): boolean;
  /** The end of its output. */
  tail(): string;
}

let reaper: ChildProcess | undefined;

/** Whatever happens to Jest, kill -9 included: what it started ends with it. */
const tellReaper = (line: string): void => {
  if (!reaper) {
    reaper = spawn(process.execPath, [inRoot('scripts/run/reaper.mjs')], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    reaper.stdin?.on('error', () => undefined); // without it only the last resort is missing
    reaper.unref();
    (reaper.stdin as { unref?: () => void } | null)?.unref?.();
  }
  reaper.stdin?.write(`${line}\n`);
};

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
};

/** Starts a program in a group of its own; its output goes to `logFile`. */
export const startProcess = (options: {
  /** What runs `file`. Left out: node. */
  program?: string;
  file: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
}): ManagedProcess => {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const child = spawn(options.program ?? process.execPath, [options.file, ...(options.args ?? [])], {
    cwd: ROOT,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${options.file} could not be started`);
  tellReaper(`+${pid}`);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });

  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      signalGroup(pid, 'SIGKILL');
      tellReaper(`-${pid}`);
      log.end();
      resolve(code);
    });
  });

  return {
    pid,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: async (signal = 'SIGKILL') => {
      signalGroup(pid, signal);
      await exited;
    },
    stop: async () => {
      signalGroup(pid, 'SIGTERM');
      const insist = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_DEADLINE_MS);
      const code = await exited;
      clearTimeout(insist);
      return code;
    },
    tail: () => readFileSync(options.logFile, 'utf8').split('\n').slice(-TAIL_LINES).join('\n'),
  };
};
