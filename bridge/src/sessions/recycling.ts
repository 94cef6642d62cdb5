import type { WebEngine } from '../adapters/web';
import type { Clock } from '../kit/clock';
import type { Timing } from './timing';

export interface RecyclingOptions {
  timing: Timing;
  clock: Clock;
  isIdle(): boolean;
  recycle(reason: string): void;
}

/** WhatsApp's page keeps chats and files in its memory and never lets go: now and then it begins anew. */
export const createRecycling = ({ timing, clock, isIdle, recycle }: RecyclingOptions) => {
  let cancel: () => void = () => undefined;
  let bytes: number | undefined;

  const isQuietHour = (): boolean => {
    const hour = new Date(clock.now()).getHours();
    const [from, until] = timing.quietHours;
    return from <= until ? hour >= from && hour < until : hour >= from || hour < until;
  };

  const look = (engine: WebEngine): void => {
    bytes = engine.memoryBytes();
    if (bytes > timing.memoryCapBytes) recycle('It took more memory than a session may');
    else if (bytes > timing.recycleAboveBytes && isQuietHour() && isIdle())
      recycle('It had grown, and nobody was writing');
    else cancel = clock.after(timing.memoryEveryMs, () => look(engine));
  };

  return {
    memoryBytes: (): number | undefined => bytes,
    watch(engine: WebEngine): void {
      cancel();
      cancel = clock.after(timing.memoryEveryMs, () => look(engine));
    },
    stop(): void {
      cancel();
      bytes = undefined;
    },
  };
};
