import type { ChangePage } from '../../../contracts/inbox';
import type { ChangesAnswer } from '../api/change-cursor';

interface ChangeFeedOptions {
  /** From where the caches are complete; null when there is nothing to keep up to date. */
  cursor: () => number | null;
  /** Null when there was no answer: the next poke tries again. */
  pull: (after: number) => Promise<ChangePage | null>;
  apply: (answer: ChangesAnswer) => void;
}

export interface ChangeFeed {
  /** Something may have changed. `upTo` is the hint's cursor: what is known already is not asked for again. */
  poke: (upTo?: number) => void;
  stop: () => void;
}

/**
 * Brings the caches up to date, one request at a time. Pokes that come during a run cause one more run, not many.
 * There is no state but the caches' own cursors, so a lost socket, a lost answer or a reload loses nothing.
 */
export const createChangeFeed = ({ cursor, pull, apply }: ChangeFeedOptions): ChangeFeed => {
  let running = false;
  let pokedMeanwhile = false;
  let stopped = false;

  /** One question; true when the caches need another. */
  const step = async (): Promise<boolean> => {
    const after = cursor();
    if (after === null) return false;
    const page = await pull(after);
    if (page === null || stopped) return false;
    apply({ after, page });
    const next = cursor();
    // Without progress, asking again would be asking for ever.
    return next !== null && next > after && (page.meta.hasMore || next < page.meta.cursor);
  };

  const run = async (): Promise<void> => {
    running = true;
    do {
      pokedMeanwhile = false;
      let hasMore = true;
      while (hasMore && !stopped) hasMore = await step();
    } while (pokedMeanwhile && !stopped);
    running = false;
  };

  return {
    poke: (upTo) => {
      if (stopped) return;
      if (running) {
        pokedMeanwhile = true;
        return;
      }
      const known = cursor();
      if (known === null || (upTo !== undefined && upTo <= known)) return;
      void run();
    },
    stop: () => {
      stopped = true;
    },
  };
};
