import type { EventEmitter } from 'node:events';
import type { PageConfig } from '../protocol/page-config';
import type { Account } from './accounts';
import type { Blobs } from './blobs';
import type { Device } from './devices';
import type { SimulatorEvents } from './events';
import type { Ledger } from './ledger';
import type { Page } from './pages';
import type { Settings } from './settings';
import type { Timers } from '../../graph/kit/timers';

/** Everything that the parts of one simulator share. */
export interface World {
  readonly settings: Settings;
  readonly pageConfig: PageConfig;
  readonly accounts: Map<string, Account>;
  readonly devices: Map<string, Device>;
  readonly pages: Set<Page>;
  readonly blobs: Blobs;
  readonly ledger: Ledger;
  readonly events: EventEmitter<SimulatorEvents>;
  readonly timers: Timers;
}

export const accountOf = ({ accounts }: World, pn: string): Account => {
  const account = accounts.get(pn);
  if (!account) throw new Error(`There is no account ${pn}`);
  return account;
};
