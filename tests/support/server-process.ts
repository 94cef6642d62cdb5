import { existsSync } from 'node:fs';
import { eventually } from './eventually';
import { startProcess } from './managed-process';
import type { ManagedProcess } from './managed-process';

const READY_DEADLINE_MS = 150_000;

/** A server that a test may kill and start again, always with the same settings. */
export interface ServerProcess {
  /** Of the process that runs now. */
  pid(): number;
  /** Starts it and waits until it is ready. */
  start(): Promise<void>;
  /** Starts it without waiting for it. */
  launch(): void;
  /** kill -9, by default: no chance to tidy up. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Asks it to end in order. Resolves to its exit code. */
  stop(): Promise<number | null>;
  /** Ends it in order, starts it and waits until it is ready. */
  restart(): Promise<void>;
  waitUntilReady(): Promise<void>;
  isRunning(): boolean;
  tail(): string;
}

export const createServerProcess = (options: {
  file: string;
  args?: string[];
  env: Record<string, string>;
  logFile: string;
  readyUrl: string;
}): ServerProcess => {
  let current: ManagedProcess | undefined;

  const running = (): ManagedProcess => {
    if (!current) throw new Error(`${options.file} was never started`);
    return current;
  };

  const launch = (): void => {
    if (current?.isRunning()) throw new Error(`${options.file} runs already`);
    current = startProcess({
      file: options.file,
      args: options.args,
      // PATH and HOME, and nothing of the settings of whoever runs the tests.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
      logFile: options.logFile,
    });
  };

  const waitUntilReady = async (): Promise<void> => {
    const server = running();
    let isDead = false;
    void server.exited.then(() => {
      isDead = true;
    });
    await eventually(
      async () => {
        if (isDead) return; // no use in waiting; reported below
        const response = await fetch(options.readyUrl, { signal: AbortSignal.timeout(5_000) });
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`${options.readyUrl} answers ${response.status}`);
      },
      { deadlineMs: READY_DEADLINE_MS, pollMs: 100 },
    );
    if (isDead) throw new Error(`It ended before it was ready:\n${server.tail()}`);
  };

  const start = async (): Promise<void> => {
    launch();
    await waitUntilReady();
  };
  const stop = async (): Promise<number | null> => (current?.isRunning() ? current.stop() : null);

  return {
    pid: () => running().pid,
    start,
    launch,
    kill: (signal) => running().kill(signal),
    stop,
    restart: async () => {
      await stop();
      await start();
    },
    waitUntilReady,
    isRunning: () => current?.isRunning() ?? false,
    tail: () => (existsSync(options.logFile) ? running().tail() : '(no output)'),
  };
};
