import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { urlToHttpOptions } from 'node:url';
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
  accounts: [
    {
      pn: OWNER,
      pushname: 'Faro',
      contacts: [{ pn: ANA, name: 'Ana' }],
      history: [{ with: ANA, text: 'old' }],
    },
  ],
};

let simulator: WhatsAppWebSimulator;
let server: FastifyInstance;
let url: string;

const ask = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${url}${path}`, init);
  return { status: response.status, text: await response.text() };
};
const post = async (verb: string, payload: object) => {
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await ask(`/_control/${verb}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(payload),
  });
  return { status, body: JSON.parse(text) as Record<string, unknown> };
};
const read = async (path: string) =>
  JSON.parse((await ask(`/_control/${path}`)).text) as Record<string, unknown>;

beforeEach(async () => {
  simulator = await startWhatsAppWebSimulator({ settings: { pairingDelayMs: 0 } });
  server = fastify({ forceCloseConnections: true });
  addControlRoutes(server, simulator);
  addPhonePage(server, simulator);
  url = await server.listen({ port: 0, host: '127.0.0.1' });
  await post('scene', SCENE);
});
afterEach(async () => {
  await server.close();
  await simulator.close();
});

describe('the control API', () => {
  it('sets a scene, twice as once', async () => {
    await post('scene', SCENE);
    expect(await read('state')).toMatchObject({ accounts: [{ pn: OWNER, contacts: 1, messages: 1 }] });
  });

  it('lets customers write, with files as Base64', async () => {
    const { page } = await linkBarePage(simulator, OWNER);
    const file = { bytes: Buffer.from('png').toString('base64'), mimetype: 'image/png' };
    const { body } = await post('deliver', { account: OWNER, from: ANA, text: 'look', file });
    expect(body).toMatchObject({ type: 'image', caption: 'look', chat: ANA });
    expect(await page.next('stanza')).toMatchObject({ stanza: { kind: 'message' } });
    expect((await ask(`/_control/file?path=${String(body['directPath'])}`)).text).toBe('png');
  });

  it('shows the phone without the secrets of its devices, and unlinks them', async () => {
    const { page, credentials } = await linkBarePage(simulator, OWNER);
    const phone = await read(`phone?account=${OWNER}`);
    expect(phone).toMatchObject({
      devices: [{ name: 'Bare', isConnected: true }],
      chats: [{ id: ANA, name: 'Ana', messages: [{ body: 'old' }] }],
    });
    const [device] = phone['devices'] as { id: string }[];
    expect(JSON.stringify(phone)).not.toContain(credentials.token);
    await post('unlink', { account: OWNER, device: device?.id });
    await page.next('logout');
  });

  it('shows what people reacted with', async () => {
    const { body } = await post('deliver', { account: OWNER, from: ANA, text: 'Nice?' });
    const reaction = { account: OWNER, ser: body['ser'], from: OWNER };
    await post('react', { ...reaction, text: '👍' });
    const reactions = async () => JSON.stringify((await read(`phone?account=${OWNER}`))['chats']);
    expect(await reactions()).toContain('"reactions":["👍"]');
    await post('react', { ...reaction, text: '' });
    expect(await reactions()).not.toContain('👍');
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
    expect((await post('settings', { qrLifetimeMs: 5 })).body).toMatchObject({
      qrLifetimeMs: 5,
      autoAcks: [1],
    });
    expect(await read('chromium-args')).toEqual(simulator.chromiumArgs());
  });

  it('is for this machine only', async () => {
    // Another address of this machine is as foreign to it as another machine.
    const asking = get({ ...urlToHttpOptions(new URL(`${url}/_control/state`)), localAddress: '127.0.0.2' });
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
  });
});

describe('the page of the phone', () => {
  it.each([
    ['/phone', 'Simulated phone'],
    ['/phone.css', 'prefers-color-scheme'],
    ['/phone.js', 'scan-shown'],
  ])('is there: %s', async (path, part) => {
    const { status, text } = await ask(path);
    expect(status).toBe(200);
    expect(text).toContain(part);
  });
});
