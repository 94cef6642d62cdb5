import type { BridgeEvent } from '../../../src/plugins/whatsapp/contracts/bridge';
import type { Origin } from '../adapters/web';
import type { Clock } from '../kit/clock';

export interface EventSinkOptions {
  append(events: { event: BridgeEvent; origin: Origin }[]): number;
  onSpooled(): void;
  onFailure(error: unknown): void;
  clock: Clock;
}

/** How long nothing was said before a session counts as idle. */
const IDLE_MS = 5 * 60_000;

/**
 * Writes a session's events down. Those that come in one breath share one write to the disk, which is what takes the
 * time; none waits longer than that.
 */
export const createEventSink = ({ append, onSpooled, onFailure, clock }: EventSinkOptions) => {
  let gathered: { event: BridgeEvent; origin: Origin }[] = [];
  let isScheduled = false;
  let lastAt = 0;

  const flush = (): void => {
    isScheduled = false;
    const events = gathered;
    gathered = [];
    if (events.length === 0) return;
    try {
      if (append(events) > 0) onSpooled();
    } catch (error) {
      onFailure(error);
    }
  };

  return {
    add(event: BridgeEvent, origin: Origin): void {
      gathered.push({ event, origin });
      lastAt = clock.now();
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(flush);
    },
    flush,
    isIdle: (): boolean => clock.now() - lastAt > IDLE_MS,
  };
};
export type EventSink = ReturnType<typeof createEventSink>;
