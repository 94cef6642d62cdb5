import type { WebEngine } from '../adapters/web';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { EventSink } from './event-sink';
import type { SessionSettings } from './snapshot';
import type { SessionMemory } from './spool/memory';
import type { Timing } from './timing';

export interface ReadinessOptions {
  channelId: string;
  settings: SessionSettings;
  memory: SessionMemory;
  sink: EventSink;
  timing: Timing;
  clock: Clock;
  logger: Logger;
  onProgress(): void;
}

const TRIES = 5;
const WRITE_DOWN_EVERY_MS = 15_000;

/**
 * What follows whenever WhatsApp is ready: what came meanwhile is looked for, and after pairing recent chats are read in.
 * Until that is done the session does not claim to have heard everything, so that the next look begins where this one did.
 */
export const createReadiness = (options: ReadinessOptions) => {
  const { channelId, settings, memory, sink, timing, clock, logger, onProgress } = options;
  let generation = 0;
  let hasCaughtUp = false;
  let writtenAt = 0;
  let progress: { done: number; total: number } | undefined;
  let run: Promise<void> = Promise.resolve();

  /** What came before the link is history. */
  const heardUntil = (): number | undefined => {
    const login = memory.login();
    return login?.heardAt ?? login?.linkedAt;
  };

  const readIn = async (engine: WebEngine, isNew: boolean): Promise<void> => {
    if (isNew && settings.history.chats > 0)
      await engine.importHistory(settings.history, (done, total) => {
        progress = { done, total };
        onProgress();
      });
    else await engine.catchUp(heardUntil());
  };

  const attempt = async (engine: WebEngine, isNew: boolean, mine: number): Promise<void> => {
    for (let attempts = 1; attempts <= TRIES && mine === generation; attempts += 1) {
      try {
        await readIn(engine, isNew);
        if (mine !== generation) return;
        sink.flush();
        hasCaughtUp = true;
        progress = undefined;
        return onProgress();
      } catch (error) {
        if (mine !== generation) return;
        logger.warn({ err: error, channelId, attempts }, 'What came meanwhile could not be read yet');
        await clock.sleep(timing.beatMs * attempts);
      }
    }
  };

  return {
    history: () => progress,

    catchUp(engine: WebEngine, isNew: boolean): void {
      const mine = generation;
      run = run.then(() => attempt(engine, isNew, mine));
    },

    /** The session hears: remembered now and then, and only when nothing before is missing. */
    heard(): void {
      if (!hasCaughtUp || clock.now() - writtenAt < WRITE_DOWN_EVERY_MS) return;
      writtenAt = clock.now();
      memory.heard();
    },

    stop(): void {
      generation += 1;
      hasCaughtUp = false;
      writtenAt = 0;
      progress = undefined;
    },
  };
};
