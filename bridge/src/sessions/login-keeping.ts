import { reasonOf } from '../kit/reason';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { Timing } from './timing';

export interface LoginKeepingOptions {
  channelId: string;
  timing: Pick<Timing, 'copyAfterMs' | 'copyEveryMs'>;
  clock: Clock;
  logger: Logger;
  /** Copies the login as it lies on the disk. */
  copy(): Promise<void>;
}

/**
 * Says when a login is copied. Best is a copy of what a browser left as it closed by itself; but a session runs for weeks,
 * and its bridge may burn down before that, so there is one soon after it came online, and one a day.
 */
export const createLoginKeeping = ({ channelId, timing, clock, logger, copy }: LoginKeepingOptions) => {
  let cancel: () => void = () => undefined;
  let isWorthIt = false;
  let running: Promise<void> = Promise.resolve();

  const run = (): Promise<void> => {
    running = running.then(copy).catch((error: unknown) => {
      // A session lives without a copy; only its bridge may not die then.
      logger.warn({ channelId, problem: reasonOf(error) }, 'A login was not copied');
    });
    return running;
  };

  const again = (inMs: number): void => {
    cancel = clock.after(inMs, () => {
      void run();
      again(timing.copyEveryMs);
    });
  };

  return {
    online(): void {
      isWorthIt = true;
      cancel();
      again(timing.copyAfterMs);
    },

    /** Nothing runs on the profile any more. `isClean`: the browser closed by itself. */
    async ended({ isClean }: { isClean: boolean }): Promise<void> {
      cancel();
      await running;
      if (isClean && isWorthIt) await run();
      isWorthIt = false;
    },
  };
};
export type LoginKeeping = ReturnType<typeof createLoginKeeping>;
