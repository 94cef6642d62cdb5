import type { WebTyping } from '../../../src/plugins/whatsapp/contracts/web-session';
import { createBackoff } from '../kit/backoff';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { SessionCode, SessionSettings, SessionSnapshot } from './snapshot';
import { isFinal } from './states';
import type { WorkerSetup } from './wire';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

export interface PoolOptions {
  setup: WorkerSetup;
  environment: Record<string, string>;
  execArgv: readonly string[];
  sessionsPerWorker: number;
  clock: Clock;
  logger: Logger;
  onSpooled(channelId: string): void;
  onCopied(): void;
  onTyping(typing: WebTyping): void;
  /** What a dead worker's browsers have left is ended before they start anew. */
  sweep(channelId: string): Promise<void>;
  onState(snapshot: SessionSnapshot): void;
  onCode(channelId: string, code: SessionCode | undefined): void;
}

interface Worker {
  process: WorkerProcess;
  channels: Set<string>;
  isEnding: boolean;
}

export interface Wanted {
  fence: number;
  settings: SessionSettings;
}

/**
 * Worker processes, as many as the sessions need: none without sessions. A worker that dies is replaced, and the
 * sessions that ran in it start again.
 */
export const createPool = (options: PoolOptions) => {
  const { setup, environment, execArgv, sessionsPerWorker, clock, logger } = options;
  const backoff = createBackoff({ firstMs: setup.timing.firstRetryMs, maxMs: setup.timing.longestRetryMs });
  const workers = new Set<Worker>();
  const homes = new Map<string, Worker>();
  /** What should run, whoever runs it. */
  const wanted = new Map<string, Wanted>();
  const snapshots = new Map<string, SessionSnapshot>();
  const codes = new Map<string, SessionCode>();
  let isStopping = false;

  const setCode = (channelId: string, code: SessionCode | undefined): void => {
    if (code) codes.set(channelId, code);
    else codes.delete(channelId);
    options.onCode(channelId, code);
  };

  const setSnapshot = (snapshot: SessionSnapshot): void => {
    snapshots.set(snapshot.channelId, snapshot);
    options.onState(snapshot);
  };

  const revive = async (channels: string[]): Promise<void> => {
    const waitMs = backoff.next('worker');
    for (const channelId of channels) {
      setCode(channelId, undefined);
      const { fence = 0 } = wanted.get(channelId) ?? {};
      const at = clock.now();
      const reason = 'The process of this session ended';
      const times = { since: new Date(at).toISOString(), nextTryAt: new Date(at + waitMs).toISOString() };
      setSnapshot({ channelId, fence, state: 'reconnecting', reason, ...times });
      await options.sweep(channelId);
    }
    await clock.sleep(waitMs);
    for (const channelId of channels) {
      const want = wanted.get(channelId);
      if (want && !isStopping && !homes.has(channelId)) run(channelId, want);
    }
  };

  const onExit = (worker: Worker): void => {
    workers.delete(worker);
    const orphaned = [...worker.channels];
    for (const channelId of orphaned) homes.delete(channelId);
    if (worker.isEnding || isStopping) return;
    logger.error({ channels: orphaned.length }, 'A worker of sessions died');
    const running = orphaned.filter((channelId) => {
      const snapshot = snapshots.get(channelId);
      return wanted.has(channelId) && !(snapshot && isFinal(snapshot.state));
    });
    void revive(running).catch((error: unknown) =>
      logger.error({ err: error }, 'Sessions did not come back'),
    );
  };

  const hire = (): Worker => {
    const worker: Worker = {
      channels: new Set(),
      isEnding: false,
      process: startWorkerProcess({
        setup,
        environment,
        execArgv,
        onState: ({ snapshot }) => {
          if (snapshot.state === 'online') backoff.reset('worker');
          setSnapshot(snapshot);
        },
        onCode: ({ channelId, code }) => setCode(channelId, code),
        onSpooled: options.onSpooled,
        onCopied: options.onCopied,
        onTyping: options.onTyping,
        onExit: () => onExit(worker),
      }),
    };
    workers.add(worker);
    return worker;
  };

  const homeOf = (channelId: string): Worker => {
    const home = homes.get(channelId);
    if (home) return home;
    const free = [...workers].find(
      ({ channels, isEnding }) => !isEnding && channels.size < sessionsPerWorker,
    );
    const worker = free ?? hire();
    worker.channels.add(channelId);
    homes.set(channelId, worker);
    return worker;
  };

  const run = (channelId: string, { fence, settings }: Wanted): void =>
    homeOf(channelId).process.tell({ type: 'start', channelId, fence, settings });

  return {
    start(channelId: string, want: Wanted): void {
      wanted.set(channelId, want);
      run(channelId, want);
    },

    /** The process of a session; undefined when it was never started here. */
    find: (channelId: string): WorkerProcess | undefined => homes.get(channelId)?.process,

    /** The session shall not run any more, and has ended: its place becomes free. */
    async release(channelId: string): Promise<void> {
      wanted.delete(channelId);
      const home = homes.get(channelId);
      homes.delete(channelId);
      home?.channels.delete(channelId);
      if (!home || home.channels.size > 0) return;
      home.isEnding = true;
      await home.process.end();
    },

    snapshot: (channelId: string): SessionSnapshot | undefined => snapshots.get(channelId),
    snapshots: (): SessionSnapshot[] => [...snapshots.values()],
    code: (channelId: string): SessionCode | undefined => codes.get(channelId),
    workerPids: (): number[] => [...workers].flatMap(({ process }) => process.pid ?? []),

    async stop(): Promise<void> {
      isStopping = true;
      await Promise.all([...workers].map(({ process }) => process.end()));
    },
  };
};
export type Pool = ReturnType<typeof createPool>;
