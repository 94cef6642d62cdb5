import type { PageConfig } from '../../protocol/page-config';
import type { CallCollection } from '../models/calls';
import type { DeviceKeys } from '../keys';
import type { Presence } from '../models/presence';
import type { Reactions } from '../models/reactions';
import type { Store } from '../models/store';
import type { Votes } from '../models/votes';
import type { Session } from '../session';
import type { DeviceStorage } from '../storage';

/** What the modules stand on. */
export interface PageContext {
  readonly config: PageConfig;
  readonly storage: DeviceStorage;
  readonly store: Store;
  readonly session: Session;
  readonly reactions: Reactions;
  readonly votes: Votes;
  readonly presence: Presence;
  readonly calls: CallCollection;
  readonly keys: DeviceKeys;
  /** The library replaces its function to name the device. */
  readonly browser: { info: () => { os: string; name: string } };
}

/** Modules by the names that the page's loader knows them by. */
export type Modules = Record<string, unknown>;
