import type { EngineSignal, WebEngine } from '../adapters/web';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { Turnstile } from './turnstile';

export interface EngineKeeperOptions {
  channelId: string;
  createEngine(signal: (signal: EngineSignal) => void): WebEngine;
  turnstile: Turnstile;
  clock: Clock;
  logger: Logger;
  onSignal(signal: EngineSignal, of: WebEngine): void;
}

/** The login is written down only while the browser ends by itself: after pairing it gets more time for it. */
const AFTER_PAIRING_MS = 10_000;
const GRACE_MS = 5_000;

/** Has at most one engine: the next one begins when nothing of the last one is left, and when there is room. */
export const createEngineKeeper = (options: EngineKeeperOptions) => {
  const { channelId, createEngine, turnstile, clock, logger, onSignal } = options;
  let engine: WebEngine | undefined;
  let closing: Promise<void> = Promise.resolve();
  let leaveTurnstile: () => void = () => undefined;
  let pairedAt = Number.NEGATIVE_INFINITY;

  return {
    current: (): WebEngine | undefined => engine,

    /** Gives the engine, not started yet; undefined when it is wanted no longer by the time there is room for it. */
    async open(isWanted: () => boolean): Promise<WebEngine | undefined> {
      await closing;
      const leave = await turnstile.enter();
      if (!isWanted() || engine) {
        leave();
        return undefined;
      }
      leaveTurnstile = leave;
      // What an engine tells after its end concerns nobody.
      const mine: WebEngine = createEngine((signal) => {
        if (engine === mine) onSignal(signal, mine);
      });
      engine = mine;
      return mine;
    },

    /** The engine needs no room for its start any more. */
    letNextIn: (): void => leaveTurnstile(),

    hasPaired(): void {
      pairedAt = clock.now();
    },

    /** Ends the engine, completely, and then does what can only be done without one. */
    close(afterwards: () => void | Promise<void>): Promise<void> {
      const ended = engine;
      engine = undefined;
      const graceMs = Math.max(GRACE_MS, AFTER_PAIRING_MS - (clock.now() - pairedAt));
      closing = closing
        .then(() => ended?.stop({ graceMs }))
        .catch((error: unknown) => logger.error({ err: error, channelId }, 'A session did not end cleanly'))
        .then(afterwards)
        .catch((error: unknown) =>
          logger.error({ err: error, channelId }, 'What follows the end of a session failed'),
        );
      return closing;
    },

    /** Resolves when nothing of the last engine runs. */
    closed: (): Promise<void> => closing,
  };
};
