import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Probe, WebEngine } from '../adapters/web';
import type { Clock } from '../kit/clock';
import type { Timing } from './timing';

export interface WatchOptions {
  timing: Timing;
  clock: Clock;
  onProbe(probe: Probe, of: WebEngine): void;
  /** The page does not answer any more. */
  onSilence(reason: string): void;
}

/** While a page loads or leaves for another one, questions fail for a moment. */
const FAILURES_ALLOWED = 8;

/** Looks at an engine all the time: the library tells nothing of a page that has died or stands still. */
export const createWatch = ({ timing, clock, onProbe, onSilence }: WatchOptions) => {
  let watched: WebEngine | undefined;
  let failures = 0;
  let kickableFor = 0;
  /** Before the page has answered once it may still be loading; that is what the deadline of the state is for. */
  let hasAnswered = false;
  let cancel: () => void = () => undefined;

  const isWatched = (engine: WebEngine): boolean => watched === engine;

  const nudge = (probe: Probe, engine: WebEngine): void => {
    kickableFor = probe.canBeKicked ? kickableFor + 1 : 0;
    if (kickableFor < timing.kickAfterBeats) return;
    kickableFor = 0;
    engine.kick().catch(() => undefined); // the next look says whether it helped
  };

  const fail = (error: unknown): void => {
    failures += 1;
    const isSilent = error instanceof WhatsAppError && error.kind === 'unreachable';
    if (hasAnswered && (isSilent || failures > FAILURES_ALLOWED))
      onSilence("WhatsApp's page does not answer any more");
  };

  const look = async (engine: WebEngine): Promise<void> => {
    try {
      const probe = await engine.probe();
      if (!isWatched(engine)) return;
      failures = 0;
      hasAnswered = true;
      nudge(probe, engine);
      onProbe(probe, engine);
    } catch (error) {
      if (isWatched(engine)) fail(error);
    }
    if (isWatched(engine)) cancel = clock.after(timing.beatMs, () => void look(engine));
  };

  return {
    start(engine: WebEngine): void {
      watched = engine;
      failures = 0;
      kickableFor = 0;
      hasAnswered = false;
      cancel = clock.after(timing.beatMs, () => void look(engine));
    },
    stop(): void {
      watched = undefined;
      cancel();
    },
  };
};
