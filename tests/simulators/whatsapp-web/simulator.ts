import type { EventEmitter } from 'node:events';
import { createCustomers } from './people/customers';
import type { Customers } from './people/customers';
import { createPhone } from './people/phone';
import type { Phone } from './people/phone';
import { DEFAULT_PAGE_CONFIG, PageConfig } from './protocol/page-config';
import type { Blobs } from './server/blobs';
import { createBlobs } from './server/blobs';
import { chromiumArgs } from './server/chromium-args';
import { createEvents } from './server/events';
import type { SimulatorEvents } from './server/events';
import { openFace } from './server/face';
import { createLedger } from './server/ledger';
import type { Ledger } from './server/ledger';
import { DEFAULT_SETTINGS, Settings } from './server/settings';
import { createTestCertificate } from './server/test-certificate';
import { createTimers } from '../graph/kit/timers';
import type { World } from './server/world';

export interface WhatsAppWebSimulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  settings?: Partial<Settings>;
  pageConfig?: Partial<PageConfig>;
}

export interface WhatsAppWebSimulator extends Phone, Customers {
  readonly port: number;
  readonly events: EventEmitter<SimulatorEvents>;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly world: World;
  /** The flags by which Chromium finds this simulator instead of WhatsApp. */
  chromiumArgs(): string[];
  /** From now on. */
  configure(patch: Partial<Settings>): Settings;
  /** For pages that load from now on. `faults` are replaced as a whole. */
  configurePages(patch: Partial<PageConfig>): PageConfig;
  close(): Promise<void>;
}

/** A strict stand-in for web.whatsapp.com: the page, the servers behind it, the owner's phone and the other people. */
export const startWhatsAppWebSimulator = async ({
  port = 0,
  settings = {},
  pageConfig = {},
}: WhatsAppWebSimulatorOptions = {}): Promise<WhatsAppWebSimulator> => {
  const world: World = {
    settings: Settings.parse({ ...DEFAULT_SETTINGS, ...settings }),
    pageConfig: PageConfig.parse({ ...DEFAULT_PAGE_CONFIG, ...pageConfig }),
    accounts: new Map(),
    devices: new Map(),
    pages: new Set(),
    blobs: createBlobs(),
    ledger: createLedger(),
    events: createEvents(),
    timers: createTimers(),
  };
  const certificate = createTestCertificate('web.whatsapp.com');
  const face = await openFace(world, certificate, port);
  return {
    ...createPhone(world),
    ...createCustomers(world),
    port: face.port,
    events: world.events,
    ledger: world.ledger,
    blobs: world.blobs,
    world,
    chromiumArgs: () => chromiumArgs(face.port, certificate.spki),
    configure: (patch) => Object.assign(world.settings, Settings.parse({ ...world.settings, ...patch })),
    configurePages: (patch) =>
      Object.assign(world.pageConfig, PageConfig.parse({ ...world.pageConfig, ...patch })),
    close: async () => {
      world.timers.clear();
      await face.close();
    },
  };
};
