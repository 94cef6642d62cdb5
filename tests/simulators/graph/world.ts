import type { Faults } from './faults';
import type { Clock } from './kit/clock';
import type { Outstanding } from './kit/outstanding';
import type { Random } from './kit/random';
import type { Timers } from './kit/timers';
import type { Settings } from './settings';
import type { Journal, RecordedRequest } from './state/journals';
import type { Ledger } from './state/ledger';
import type { MediaStore } from './state/media';
import type { Registry } from './state/registry';
import type { Windows } from './state/windows';
import type { Emitter } from './webhooks/emitter';
import type { HttpClient } from './webhooks/http-client';
import type { StatusReporter } from './messages/statuses';
import type { AcceptedMessage } from './state/journals';

/** Everything that the parts of one simulator share. */
export interface World {
  registry: Registry;
  ledger: Ledger;
  media: MediaStore;
  windows: Windows;
  requests: Journal<RecordedRequest>;
  faults: Faults;
  emitter: Emitter;
  statuses: StatusReporter;
  client: HttpClient;
  clock: Clock;
  timers: Timers;
  random: Random;
  outstanding: Outstanding;
  settings: () => Settings;
  /** Called for every message that WhatsApp took, before its statuses begin. */
  onAccepted: Set<(message: AcceptedMessage) => void>;
}
