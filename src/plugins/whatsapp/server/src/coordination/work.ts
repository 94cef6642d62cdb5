import type { Core } from '@strapi/strapi';
import { sharedClock } from '../kit/clock';

/** What waits in tables for somebody to do it. */
export const WORK_KINDS = ['ingest', 'outbox', 'media'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** The longest that this process remembers by itself when to look; the poll comes long before. */
const LONGEST_MS = 3_600_000;
const STEP_MS = 100;

export interface Work {
  /** `look` takes whatever is due. Called whenever there may be something, often in vain. */
  serve(kind: WorkKind, look: () => void): void;
  look(kind: WorkKind): void;
  /** Once for all that is due within the same tenth of a second. */
  lookAt(kind: WorkKind, at: Date): void;
  stop(): void;
}

export const createWork = (strapi: Core.Strapi): Work => {
  const lookers = new Map<WorkKind, () => void>();
  const timers = new Map<string, NodeJS.Timeout>();

  const look = (kind: WorkKind): void => {
    try {
      lookers.get(kind)?.();
    } catch (error) {
      strapi.log.error(`[whatsapp] Nobody could look for work of ${kind}: ${String(error)}`);
    }
  };

  return {
    serve: (kind, looker) => void lookers.set(kind, looker),
    look,
    lookAt(kind, at) {
      const step = Math.ceil(at.getTime() / STEP_MS);
      const key = `${kind} ${step}`;
      const delay = step * STEP_MS - sharedClock.now().getTime();
      if (delay > LONGEST_MS || timers.has(key)) return;
      timers.set(
        key,
        setTimeout(
          () => {
            timers.delete(key);
            look(kind);
          },
          Math.max(0, delay),
        ),
      );
    },
    stop() {
      lookers.clear();
      timers.forEach((timer) => clearTimeout(timer));
      timers.clear();
    },
  };
};
