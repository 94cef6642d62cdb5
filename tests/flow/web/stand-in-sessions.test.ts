import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'whatsapp-web.js';
import { startWhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import type { WhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import { eventually } from '../../support/eventually';
import { leanestChromium } from '../../support/chromiums';
import { createClient, createProfiles, end, nextOf, pair, resume, seenBy } from './library-client';
import type { ClientOptions } from './library-client';

const OWNER = '15550100002@c.us';
const ANA = '15550107777@c.us';

const { name, path: executablePath } = leanestChromium();

describe(`sessions of the real library in ${name}`, () => {
  let simulator: WhatsAppWebSimulator;
  let profiles: ReturnType<typeof createProfiles>;
  let clients: Client[];

  beforeEach(async () => {
    simulator = await startWhatsAppWebSimulator();
    simulator.addAccount({ pn: OWNER, pushname: 'Faro' });
    simulator.addContact(OWNER, { pn: ANA, name: 'Ana Ribalta' });
    profiles = createProfiles();
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map(end));
    await simulator.close();
    profiles.remove();
  });

  const create = (more: Partial<ClientOptions> = {}): Client => {
    const client = createClient({ simulator, profiles: profiles.path, executablePath, ...more });
    clients.push(client);
    return client;
  };
  const paired = async (): Promise<Client> => {
    const client = create();
    await pair(client, simulator, OWNER);
    return client;
  };
  const stateOf = (client: Client) =>
    client.pupPage?.evaluate(
      '(({ state, hasSynced }) => [state, hasSynced])(require("WAWebSocketModel").Socket)',
    );

  it('come back without a code, and what was sent to nobody in between is there', async () => {
    await end(await paired());
    simulator.deliver(OWNER, { from: ANA, text: 'while nobody listened' });
    const client = create();
    expect(await resume(client)).toBe(0);
    const chat = await client.getChatById(ANA);
    expect(chat.unreadCount).toBe(1);
    const [message] = await chat.fetchMessages({ limit: 1 });
    expect(message?.body).toBe('while nobody listened');
  });

  it('send what was written without a connection when there is one again, once', async () => {
    const client = await paired();
    simulator.configure({ network: { pages: 'answer', sockets: 'refuse' } });
    const changed = nextOf(client, 'change_state');
    simulator.drop(OWNER);
    await changed;
    const message = await client.sendMessage(ANA, 'later', { sendSeen: false });
    expect(message.ack).toBe(0);
    const sent = seenBy(simulator, 'sent');
    simulator.configure({ network: { pages: 'answer', sockets: 'accept' } });
    expect((await sent)[1]).toMatchObject({ body: 'later', id: message.id.id });
    expect(simulator.ledger.countOf('later')).toBe(1);
  });

  it('show one code after the other, rest, and begin again when asked', async () => {
    simulator.configure({ qrLifetimeMs: 400, qrCodesUntilIdle: 3 });
    const client = create();
    const codes: string[] = [];
    client.on('qr', (qr) => codes.push(qr));
    await client.initialize();
    await eventually(async () => expect(await stateOf(client)).toEqual(['UNPAIRED_IDLE', false]));
    expect(new Set(codes).size).toBeGreaterThanOrEqual(2);
    const shown = codes.length;
    await client.pupPage?.evaluate('require("WAWebCmd").Cmd.refreshQR()');
    await eventually(() => expect(codes.length).toBeGreaterThan(shown));
  });

  it('are linked with a code that the phone is given', async () => {
    const client = create({ more: { pairWithPhoneNumber: { phoneNumber: '15550100002' } } });
    const shown = nextOf(client, 'code');
    const ready = nextOf(client, 'ready');
    await client.initialize();
    const [code] = await shown;
    expect(code).toMatch(/^[A-Z1-9]{8}$/);
    expect(() => simulator.enterCode(OWNER, 'WRONGONE')).toThrow('No page shows the code');
    simulator.enterCode(OWNER, code);
    await ready;
    expect(client.info.wid._serialized).toBe(OWNER);
  });

  it('end when the phone takes the device off its list, and a new code is shown', async () => {
    const client = await paired();
    const gone = nextOf(client, 'disconnected');
    const shown = nextOf(client, 'qr');
    simulator.unlink(OWNER);
    expect(await gone).toEqual(['LOGOUT']);
    await shown;
    expect(simulator.devices(OWNER)).toEqual([]);
  });

  it('end as well when the state changes first', async () => {
    const client = await paired();
    const gone = nextOf(client, 'disconnected');
    simulator.unlink(OWNER, { isStateFirst: true });
    expect(await gone).toEqual(['UNPAIRED']);
    await eventually(() => expect(client.pupBrowser?.connected).toBe(false));
  });

  it('that were unlinked while they were away are told when they come', async () => {
    await end(await paired());
    simulator.unlink(OWNER);
    // That the page goes elsewhere while it begins the library does not always survive.
    const started = create()
      .initialize()
      .catch(() => undefined);
    const shown = () => [...simulator.world.pages].map(({ ref }) => ref);
    await eventually(() => expect(shown()).toEqual([expect.any(String)]));
    await started;
    expect(simulator.devices(OWNER)).toEqual([]);
  });

  it('are taken off the list when the library logs out', async () => {
    simulator.configurePages({ logoutNavigationMs: 10_000 });
    const client = await paired();
    const left = seenBy(simulator, 'logged-out');
    await client.logout();
    expect(await left).toEqual([OWNER]);
    expect(existsSync(path.join(profiles.path, 'session-shop'))).toBe(false);
  });

  it('exist once: the newer one stays, the older one is in conflict', async () => {
    await end(await paired());
    cpSync(path.join(profiles.path, 'session-shop'), path.join(profiles.path, 'session-copy'), {
      recursive: true,
    });
    const older = create();
    await resume(older);
    const gone = nextOf(older, 'disconnected');
    const newer = create({ clientId: 'copy' });
    expect(await resume(newer)).toBe(0);
    expect(await gone).toEqual(['CONFLICT']);
    expect(await newer.getState()).toBe('CONNECTED');
  });

  it('take over again where they are told to', async () => {
    await end(await paired());
    const client = create({ more: { takeoverOnConflict: true, takeoverTimeoutMs: 10 } });
    await resume(client);
    const states: string[] = [];
    client.on('change_state', (state) => states.push(state));
    simulator.setState(OWNER, 'CONFLICT');
    await eventually(() => expect(states).toEqual(['CONFLICT', 'OPENING', 'CONNECTED']));
  });

  it('that synced before anybody listened are never ready until they are kicked', async () => {
    await end(await paired());
    simulator.configurePages({ faults: { syncsBeforeModules: true } });
    const client = create();
    let wasReady = false;
    client.on('ready', () => (wasReady = true));
    await client.initialize();
    await eventually(async () => expect(await stateOf(client)).toEqual(['CONNECTED', true]));
    expect(wasReady).toBe(false);
    const ready = nextOf(client, 'ready');
    await client.pupPage?.evaluate('window.onAppStateHasSyncedEvent()');
    await ready;
  });

  it('are authenticated but not ready when a module is gone, and the page says which', async () => {
    await end(await paired());
    simulator.configurePages({ syncDelayMs: 1000, faults: { missing: ['WAWebSyncGatingUtils'] } });
    const client = create();
    const authenticated = nextOf(client, 'authenticated');
    await client.initialize();
    const errors: string[] = [];
    client.pupPage?.on('pageerror', (error) => errors.push(String(error)));
    await authenticated;
    await eventually(() =>
      expect(errors.join()).toContain('Requiring unknown module "WAWebSyncGatingUtils"'),
    );
  });
});
