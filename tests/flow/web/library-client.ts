import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client, LocalAuth } from 'whatsapp-web.js';
import type { Call, Message, PollVote, Reaction } from 'whatsapp-web.js';
import { eventually } from '../../support/eventually';
import type { SimulatorEvents, WhatsAppWebSimulator } from '../../simulators/whatsapp-web';

const PATIENCE_MS = 20_000;
const LEAN = ['--no-sandbox', '--disable-gpu', '--in-process-gpu', '--renderer-process-limit=1'];

/** What the library tells, as far as these tests listen. */
interface ClientEvents {
  qr: [qr: string];
  code: [code: string];
  authenticated: [];
  ready: [];
  message: [message: Message];
  message_create: [message: Message];
  message_ack: [message: Message, ack: number];
  message_edit: [message: Message, text: string, before: string];
  message_reaction: [reaction: Reaction];
  message_revoke_everyone: [message: Message, before: Message | undefined];
  message_ciphertext: [message: Message];
  media_uploaded: [message: Message];
  vote_update: [vote: PollVote];
  call: [call: Call];
  change_state: [state: string];
  disconnected: [reason: string];
}

/** The next time that the library tells this. */
export const nextOf = async <Name extends keyof ClientEvents>(
  client: Client,
  name: Name,
): Promise<ClientEvents[Name]> =>
  (await once(client, name, { signal: AbortSignal.timeout(PATIENCE_MS) })) as ClientEvents[Name];

/** The next time that the far side sees this. */
export const seenBy = async <Name extends keyof SimulatorEvents>(
  { events }: WhatsAppWebSimulator,
  name: Name,
): Promise<SimulatorEvents[Name]> =>
  (await once(events, name, { signal: AbortSignal.timeout(PATIENCE_MS) })) as SimulatorEvents[Name];

/** A folder for the logins of a test. */
export const createProfiles = (): { path: string; remove: () => void } => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-web-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
};

export interface ClientOptions {
  simulator: WhatsAppWebSimulator;
  profiles: string;
  executablePath: string;
  clientId?: string;
  /** How long the browser may take for an answer. */
  protocolTimeout?: number;
  more?: ConstructorParameters<typeof Client>[0];
}

interface Injecting {
  inject: () => Promise<void>;
}

/** What the library still does in the page: it waits for none of it itself. */
const injections = new WeakMap<Client, Promise<void>[]>();

const watchInjections = (client: Client): Client => {
  const injecting = client as unknown as Injecting;
  const inject = injecting.inject.bind(client);
  const started: Promise<void>[] = [];
  injections.set(client, started);
  injecting.inject = () => {
    const injection = inject();
    started.push(injection);
    return injection;
  };
  return client;
};

/** Resolves when the library is done with the page. */
export const atRest = async (client: Client): Promise<void> => {
  await Promise.allSettled(injections.get(client) ?? []);
};

/** Ends the library when it is done with the page, and its browser to the last process. */
export const end = async (client: Client): Promise<void> => {
  const browser = client.pupBrowser?.process();
  await atRest(client);
  await client.destroy();
  await eventually(() => expect([browser?.exitCode, browser?.signalCode]).not.toEqual([null, null]));
};

/** The real library as a server would set it up. Only the simulator's flags are not for production. */
export const createClient = ({
  simulator,
  profiles,
  executablePath,
  clientId = 'shop',
  protocolTimeout = 30_000,
  more = {},
}: ClientOptions): Client =>
  watchInjections(
    new Client({
      authStrategy: new LocalAuth({ clientId, dataPath: profiles }),
      webVersionCache: { type: 'none' },
      puppeteer: {
        headless: true,
        pipe: true,
        protocolTimeout,
        executablePath,
        args: [...LEAN, ...simulator.chromiumArgs()],
      },
      ...more,
    }),
  );

/** Shows a code, lets the owner's phone scan it, and waits until the library says that it is ready. */
export const pair = async (
  client: Client,
  simulator: WhatsAppWebSimulator,
  owner: string,
): Promise<string> => {
  const shown = nextOf(client, 'qr');
  const ready = nextOf(client, 'ready');
  await client.initialize();
  const [qr] = await shown;
  simulator.scan(qr, owner);
  await ready;
  return qr;
};

/** Starts where a login is kept. Resolves to how many QR codes were shown on the way. */
export const resume = async (client: Client): Promise<number> => {
  let codes = 0;
  client.on('qr', () => (codes += 1));
  const ready = nextOf(client, 'ready');
  await client.initialize();
  await ready;
  return codes;
};
