import { startGraphSimulator } from '../simulator';
import type { GraphSimulator } from '../simulator';
import { ask } from '../testing/ask';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';
import { addControlRoutes } from './routes';

let simulator: GraphSimulator;
let receiver: Receiver;

const SCENE = {
  apps: [{ id: '9001', secret: 'an app secret', name: 'Faro' }],
  wabas: [{ id: '9101', subscribedApps: ['9001'] }],
  numbers: [{ id: '9201', wabaId: '9101', display: '+1 555-010-0001' }],
  tokens: [{ id: 'faro', value: 'EAAGtoken', appId: '9001', wabaIds: ['9101'] }],
  people: [{ waId: '15550107777', name: 'Ana Ribalta' }],
};

const post = (name: string, json: unknown = {}) => ask(simulator.url, 'POST', `/_control/${name}`, { json });
const get = async (name: string) => (await ask(simulator.url, 'GET', `/_control/${name}`)).body;

beforeEach(async () => {
  simulator = await startGraphSimulator({ extend: addControlRoutes });
  receiver = await startReceiver();
  await post('scene', SCENE);
  await post('subscribe', { appId: '9001', ...receiver.callback });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

describe('the control API', () => {
  it('sets a scene, twice as once, and shows it without secrets', async () => {
    await post('scene', SCENE);
    const text = JSON.stringify(await get('scene'));
    expect(text).toContain('"Faro"');
    expect(text).not.toMatch(/an app secret|EAAGtoken|a verify token/);
    expect(simulator.registry.numbers.size).toBe(1);
  });

  it('lets a customer write, one message or many at once', async () => {
    const message = { phoneNumberId: '9201', from: '15550107777', text: 'Hello' };
    expect((await post('customers', message)).status).toBe(200);
    await post('customers', [message, message]);
    expect((await post('drain')).body).toMatchObject({ pending: 0, acknowledgedUpdates: 3 });
    expect(receiver.messages()).toHaveLength(3);
    expect(await get('inbound?last=2')).toMatchObject({
      total: 3,
      entries: [{ text: 'Hello' }, { text: 'Hello' }],
    });
  });

  it('tells whether a subscription was verified', async () => {
    const { body } = await post('subscribe', { appId: '9001', url: receiver.url, verifyToken: 'guessed' });
    expect(body).toEqual({ verified: false, reason: 'HTTP Status Code = 403' });
  });

  it('adds and clears faults, and changes settings', async () => {
    expect((await post('faults', { kind: 'reset', times: 3 })).body).toEqual({ id: 'fault-1' });
    expect(simulator.faults.active).toMatchObject([{ kind: 'reset', moment: 'after', left: 3 }]);
    await post('faults/clear');
    expect(simulator.faults.active).toEqual([]);
    await post('settings', { serviceWindow: 'sync', webhooks: { retry: { firstMs: 1 } } });
    expect(await get('settings')).toMatchObject({
      serviceWindow: 'sync',
      webhooks: { concurrency: 10, retry: { firstMs: 1 } },
    });
  });

  it('brings the crowd to life and stops it', async () => {
    expect((await post('crowd', { phoneNumberIds: ['9201'], only: ['15550100102'] })).body).toEqual({
      chats: 1,
    });
    expect(await get('state')).toMatchObject({ chats: 1, accepted: 0, doubled: [] });
    expect((await post('crowd/stop')).body).toEqual({ chats: 0 });
  });

  it('posts a raw webhook', async () => {
    expect(
      (await post('webhooks', { appId: '9001', body: { object: 'x' }, signature: 'wrong' })).body,
    ).toMatchObject({ status: 200 });
    expect(receiver.posts).toHaveLength(1);
  });

  it('shows requests, accepted messages and posts', async () => {
    await post('customers', { phoneNumberId: '9201', from: '15550107777', text: 'Hello' });
    await ask(simulator.url, 'POST', '/v24.0/9201/messages', {
      token: 'EAAGtoken',
      json: { messaging_product: 'whatsapp', to: '+15550107777', type: 'text', text: { body: 'Hi' } },
    });
    await post('drain');
    expect(await get('requests')).toMatchObject({ total: 1, entries: [{ tokenId: 'faro', status: 200 }] });
    expect(await get('accepted')).toMatchObject({ total: 1, entries: [{ text: 'Hi', to: '15550107777' }] });
    expect(await get('posts?last=1')).toMatchObject({ entries: [{ status: 200, appId: '9001' }] });
  });

  it.each([
    ['scene', { apps: [{ id: 'not digits' }] }, 'Ids are digits'],
    ['scene', { planets: [] }, 'planets'],
    ['customers', { phoneNumberId: '404', from: '15550107777', text: 'Hi' }, 'no number with the id 404'],
    ['faults', { kind: 'earthquake' }, 'kind'],
    ['subscribe', { appId: '404', url: 'http://127.0.0.1:1/', verifyToken: 'x' }, 'no app with the id 404'],
    ['drain', { timeoutMs: -1 }, 'timeoutMs'],
  ])('refuses what it cannot use: %s', async (name, json, reason) => {
    const { status, body } = await post(name, json);
    expect(status).toBe(400);
    expect(body['error']).toContain(reason);
  });

  it('is no part of a simulator that runs inside a test', async () => {
    const plain = await startGraphSimulator();
    expect((await ask(plain.url, 'GET', '/_control/state')).status).toBe(401);
    await plain.close();
  });
});
