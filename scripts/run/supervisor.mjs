import { setTimeout as delay } from 'node:timers/promises';
import { onStop } from '../main.mjs';
import { startChild } from './child.mjs';

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A process that lived this long was well: its next death starts again with the shortest wait. */
const HEALTHY_MS = 60_000;
/** All processes together are gone after 15 s, whatever they do. */
const STOP_DEADLINE_MS = 14_000;

const describeEnd = ({ code, signal }) => (signal ? `by ${signal}` : `with code ${code}`);

/**
 * Keeps a set of processes. One with `restart` comes back with growing waits when it dies; the death of any other ends
 * everything. They are stopped one after the other, by their `stopOrder`, so that the first may still use the rest while
 * it drains.
 */
export const createSupervisor = () => {
  let slots = [];
  let isStopping = false;
  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });

  const isStoppingNow = () => isStopping;

  const keep = async (slot) => {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!isStopping) {
      const startedAt = Date.now();
      slot.child = startChild(slot.spec);
      const end = await slot.child.exited;
      if (isStoppingNow()) return;
      if (slot.isRestartWanted) {
        slot.isRestartWanted = false;
        continue;
      }
      if (!slot.spec.restart) {
        console.error(`\n✖ ${slot.spec.name} ended ${describeEnd(end)}: stopping the rest.`);
        await stop();
        finish(end.code || 1);
        return;
      }
      backoffMs = Date.now() - startedAt > HEALTHY_MS ? FIRST_BACKOFF_MS : backoffMs;
      console.error(
        `${slot.spec.name} ended ${describeEnd(end)}, starting it again in ${backoffMs / 1000} s`,
      );
      await delay(backoffMs);
      backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    }
  };

  const stop = async () => {
    if (isStopping) {
      // Asked twice: the person is in a hurry.
      for (const { child } of slots) child.signal('SIGKILL');
      return;
    }
    isStopping = true;
    const deadline = AbortSignal.timeout(STOP_DEADLINE_MS);
    const late = new Promise((resolve) => deadline.addEventListener('abort', resolve, { once: true }));
    for (const { child } of slots) {
      if (child.isRunning()) child.signal('SIGTERM');
      await Promise.race([child.exited, late]);
    }
    for (const { child } of slots) child.signal('SIGKILL');
    await Promise.all(slots.map(({ child }) => child.exited));
  };

  const stopOnSignal = async () => {
    // A second signal finds the stopper again and turns into a kill.
    onStop(stopOnSignal);
    if (!isStopping) console.log('\nStopping …');
    await stop();
    process.exitCode = 0;
    finish(0);
  };
  onStop(stopOnSignal);

  return {
    add: (spec) => {
      const slot = { spec, child: undefined, isRestartWanted: false };
      slots = [...slots, slot].sort((a, b) => a.spec.stopOrder - b.spec.stopOrder);
      void keep(slot);
      return {
        /** Ends it in order and starts it again at once. One that is down comes back by itself. */
        restart: () => {
          if (!slot.child.isRunning()) return;
          slot.isRestartWanted = true;
          slot.child.signal('SIGTERM');
        },
      };
    },
    isStopping: isStoppingNow,
    /** The exit code, once everything is gone. */
    finished,
    stop,
  };
};
