import { createFaults } from './faults';
import { createClock } from './kit/clock';
import { createOutstanding } from './kit/outstanding';
import { seededRandom } from './kit/random';
import { createTimers } from './kit/timers';
import { createStatusReporter } from './messages/statuses';
import { DEFAULT_SETTINGS, patchSettings } from './settings';
import type { Settings, SettingsPatch } from './settings';
import { createJournal } from './state/journals';
import type { RecordedRequest } from './state/journals';
import { createLedger } from './state/ledger';
import { createMediaStore } from './state/media';
import { createRegistry } from './state/registry';
import { createWindows } from './state/windows';
import { createEmitter } from './webhooks/emitter';
import { createHttpClient } from './webhooks/http-client';
import type { World } from './world';

/** A world of its own: two simulators in one process share nothing. */
export const createWorld = (
  seed: string | number,
  patch: SettingsPatch,
): { world: World; configure: (patch: SettingsPatch) => Settings } => {
  let current = patchSettings(DEFAULT_SETTINGS, patch);
  const settings = (): Settings => current;
  const random = seededRandom(seed);
  const registry = createRegistry();
  const clock = createClock();
  const timers = createTimers();
  const client = createHttpClient();
  const outstanding = createOutstanding('statuses or webhook updates');
  const shared = { registry, settings, clock, timers, outstanding };
  const emitter = createEmitter({ ...shared, client, random: random.fork('webhooks') });
  const statuses = createStatusReporter({ ...shared, emitter, random: random.fork('statuses') });
  const world: World = {
    ...shared,
    client,
    emitter,
    statuses,
    random,
    ledger: createLedger(),
    media: createMediaStore(clock),
    windows: createWindows(clock),
    requests: createJournal<RecordedRequest>(),
    faults: createFaults(random.fork('faults')),
    onAccepted: new Set(),
  };
  const configure = (change: SettingsPatch): Settings => {
    current = patchSettings(current, change);
    return current;
  };
  return { world, configure };
};
