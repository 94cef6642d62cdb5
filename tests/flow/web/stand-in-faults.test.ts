import type { Client } from 'whatsapp-web.js';
import { startWhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import type { WhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import { leanestChromium } from '../../support/chromiums';
import { eventually } from '../../support/eventually';
import { atRest, createClient, createProfiles, end, nextOf, pair } from './library-client';

const OWNER = '15550100003@c.us';
const ANA = '15550107777@c.us';
const { path: executablePath } = leanestChromium();

describe('what the stand-in does to the library', () => {
  const profiles = createProfiles();
  let simulator: WhatsAppWebSimulator;
  let client: Client;

  beforeAll(async () => {
    simulator = await startWhatsAppWebSimulator({ pageConfig: { faults: { brokenSeen: true } } });
    simulator.addAccount({ pn: OWNER, pushname: 'Faro' });
    simulator.addContact(OWNER, { pn: ANA, name: 'Ana Ribalta' });
    client = createClient({ simulator, profiles: profiles.path, executablePath, protocolTimeout: 3000 });
    await pair(client, simulator, OWNER);
  });
  afterAll(async () => {
    // A frozen page would not let its browser go.
    client.pupBrowser?.process()?.kill('SIGKILL');
    await end(client);
    await simulator.close();
    profiles.remove();
  });

  it('marking a chat as read fails, and takes the message along that was to follow', async () => {
    await expect(client.sendMessage(ANA, 'Hello')).rejects.toThrow('markedUnread');
    await client.sendMessage(ANA, 'Hello again', { sendSeen: false });
    await eventually(() => expect(simulator.ledger.countOf('Hello again')).toBe(1));
    expect(simulator.ledger.countOf('Hello')).toBe(0);
  });

  it('a page that reloads is ready again', async () => {
    const ready = nextOf(client, 'ready');
    simulator.harm(OWNER, 'reload');
    await ready;
    expect(await client.getState()).toBe('CONNECTED');
  });

  it('the address changes, and a frame appears', async () => {
    simulator.harm(OWNER, 'push-state');
    await eventually(() => expect(client.pupPage?.url()).toContain('?at='));
    simulator.harm(OWNER, 'iframe');
    await eventually(() => expect(client.pupPage?.frames()[1]?.url()).toContain('/empty'));
    await atRest(client);
  });

  it('a page that is busy for ever answers nothing', async () => {
    simulator.harm(OWNER, 'freeze');
    await eventually(() => expect(client.getState()).rejects.toThrow('timed out'));
  });

  it('a page without its modules is given up', async () => {
    simulator.configurePages({ faults: { noDebug: true } });
    const more = { authTimeoutMs: 300 };
    const lost = createClient({ simulator, profiles: profiles.path, executablePath, clientId: 'lost', more });
    await expect(lost.initialize()).rejects.toBe('auth timeout');
    await end(lost);
  });
});
