import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { startWhatsAppWebSimulator } from '../simulator';
import type { WhatsAppWebSimulator } from '../simulator';
import { linkBarePage } from '../testing/bare-page';
import { addPhonePage } from './phone-page';
import { addControlRoutes } from './routes';

const OWNER = '15550100001@c.us';
const ANA = '15550107777@c.us';
const SCENE = {
  accounts: [{ pn: OWNER, pushname: 'Faro', contacts: [{ pn: ANA, name: 'Ana' }], history: [{ with: ANA, text: 'old' }] }],
};

let simulator: WhatsAppWebSimulator;
let server: FastifyInstance;

const post = async (verb: string, payload: object) => {
  const { statusCode, body } = await server.inject({ method: 'POST', url: `/_control/${verb}`, payload });
  return { status: statusCode, body: JSON.parse(body) as Record<string, unknown> };
};
const get = async (path: string) => {
  const { body } = await server.inject({ method: 'GET', url: `/_control/${path}` });
  return JSON.parse(body) as Record<string, unknown>;
};

beforeEach(async () => {
  simulator = await startWhatsAppWebSimulator({ settings: { pairingDelayMs: 0 } });
  server = fastify();
  addControlRoutes(server, simulator);
  addPhonePage(server, simulator);
  await post('scene', SCENE);
});
afterEach(async () => {
  await server.close();
  await simulator.close();
});

describe('the control API', () => {
  it('sets a scene, twice as once', async () => {
    await post('scene', SCENE);
    expect(await get('state')).toMatchObject({ accounts: [{ pn: OWNER, contacts: 1, messages: 1 }] });
  });

  it('lets customers write, with files as Base64', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    const file = { bytes: Buffer.from('png').toString('base64'), mimetype: 'image/png' };
    const { body } = await post('deliver', { account: OWNER, from: ANA, text: 'look', file });
    expect(body).toMatchObject({ type: 'image', caption: 'look', chat: ANA });
    expect(await page.next('stanza')).toMatchObject({ stanza: { kind: 'message' } });
    const { rawPayload } = await server.inject(`/_control/file?path=${String(body['directPath'])}`);
    expect(rawPayload.toString()).toBe('png');
  });

  it('shows the phone without the secrets of its devices, and unlinks them', async () => {
    const { page, credentials } = await linkBarePage(simulator, OWNER);
    const phone = await get(`phone?account=${OWNER}`);
    expect(phone).toMatchObject({
      devices: [{ name: 'Bare', isConnected: true }],
      chats: [{ id: ANA, name: 'Ana', messages: [{ body: 'old' }] }],
    });
    const [device] = phone['devices'] as { id: string }[];
    expect(JSON.stringify(phone)).not.toContain(credentials.token);
    await post('unlink', { account: OWNER, device: device?.id });
    await page.next('logout');
  });

  it.each([
    ['deliver', { account: '15550100404@c.us', from: ANA, text: 'Hi' }, 'There is no account'],
    ['deliver', { account: OWNER, text: 'Hi' }, 'from'],
    ['react', { account: OWNER, ser: 'false_x_y', from: ANA, text: '👍' }, 'has no message'],
    ['scan', { account: OWNER, qr: 'a,b,c,d,e' }, 'No page shows'],
    ['unlink', { account: OWNER, device: 'nobody' }, 'no such device'],
    ['page-config', { faults: { earthquake: true } }, 'earthquake'],
    ['settings', { network: { pages: 'maybe' } }, 'network'],
  ])('refuses what it cannot use: %s', async (verb, payload, reason) => {
    const { status, body } = await post(verb, payload);
    expect(status).toBe(400);
    expect(body['error']).toContain(reason);
  });

  it('changes settings, and gives the flags for Chromium', async () => {
    expect((await post('settings', { qrLifetimeMs: 5 })).body).toMatchObject({ qrLifetimeMs: 5, autoAcks: [1] });
    expect(await get('chromium-args')).toEqual(simulator.chromiumArgs());
  });

  it('is for this machine only', async () => {
    const { statusCode } = await server.inject({ url: '/_control/state', remoteAddress: '192.0.2.1' });
    expect(statusCode).toBe(403);
  });
});

describe('the page of the phone', () => {
  it.each([
    ['/phone', 'Simulated phone'],
    ['/phone.css', 'prefers-color-scheme'],
    ['/phone.js', 'scan-shown'],
  ])('is there: %s', async (url, part) => {
    const { statusCode, body } = await server.inject(url);
    expect(statusCode).toBe(200);
    expect(body).toContain(part);
  });
});
