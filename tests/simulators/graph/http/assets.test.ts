import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';
import { setStage } from '../testing/stage';
import type { Stage } from '../testing/stage';

let stage: Stage;
let other: Receiver;

beforeEach(async () => {
  stage = await setStage();
  other = await startReceiver();
});
afterEach(async () => {
  await stage.close();
  await other.close();
});

const subscribed = (): string => `/v24.0/${stage.waba.id}/subscribed_apps`;
const subscriptions = (): string => `/v24.0/${stage.app.id}/subscriptions`;
const asApp = (): string => `${stage.app.id}|${stage.app.secret}`;

describe('debug_token', () => {
  const debug = (input: string, token = stage.token.value) =>
    stage.ask('GET', `/v24.0/debug_token?input_token=${encodeURIComponent(input)}`, { token });

  it('tells app, scopes, expiry and accounts of a good token', async () => {
    const { body } = await debug(stage.token.value);
    expect(body['data']).toMatchObject({
      app_id: stage.app.id,
      type: 'SYSTEM_USER',
      is_valid: true,
      expires_at: 0,
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
      granular_scopes: [
        { scope: 'whatsapp_business_messaging', target_ids: [stage.waba.id] },
        { scope: 'whatsapp_business_management', target_ids: [stage.waba.id] },
      ],
    });
  });

  it('reports an expired token to its app', async () => {
    const expiresAt = '2026-01-01T00:00:00.000Z';
    const { value } = stage.simulator.registry.addToken({ appId: stage.app.id, expiresAt });
    const { status, body } = await debug(value, asApp());
    expect(status).toBe(200);
    expect(body['data']).toMatchObject({
      is_valid: false,
      expires_at: 1767225600,
      error: { code: 190, subcode: 463 },
    });
  });

  it('reports nonsense as not valid', async () => {
    expect((await debug('EAAGnonsense')).body['data']).toMatchObject({ is_valid: false, scopes: [] });
  });

  it('tells nothing about tokens of another app', async () => {
    const stranger = stage.simulator.registry.addCompany();
    expect((await debug(stranger.token.value)).error.code).toBe(100);
  });

  it('wants an input_token', async () => {
    expect((await stage.ask('GET', '/v24.0/debug_token')).error.message).toContain('input_token is required');
  });
});

describe('a business account', () => {
  it('shows itself', async () => {
    const { body } = await stage.ask('GET', `/v24.0/${stage.waba.id}?fields=id,name,account_review_status`);
    expect(body).toEqual({ id: stage.waba.id, name: stage.waba.name, account_review_status: 'APPROVED' });
  });

  it('pages through its numbers, each once, forwards and back', async () => {
    const { registry } = stage.simulator;
    const ids = [
      stage.number.id,
      ...[2, 3, 4, 5].map(() => registry.addNumber({ wabaId: stage.waba.id }).id),
    ];
    const first = await stage.ask('GET', `/v24.0/${stage.waba.id}/phone_numbers?limit=2&fields=id`);
    const seen = [...(first.body['data'] as { id: string }[])];
    let paging = first.body['paging'] as { next?: string; previous?: string };
    while (paging.next) {
      const { pathname, search } = new URL(paging.next);
      const page = await stage.ask('GET', pathname + search);
      seen.push(...(page.body['data'] as { id: string }[]));
      paging = page.body['paging'] as { next?: string; previous?: string };
    }
    expect(seen.map(({ id }) => id)).toEqual(ids);
    const back = new URL(paging.previous ?? '');
    const previous = await stage.ask('GET', back.pathname + back.search);
    expect((previous.body['data'] as { id: string }[]).map(({ id }) => id)).toEqual(ids.slice(2, 4));
  });

  it('refuses a cursor that it did not give out', async () => {
    const { error } = await stage.ask('GET', `/v24.0/${stage.waba.id}/message_templates?after=nonsense`);
    expect(error.code).toBe(131059);
  });

  it('lists its templates only, filtered by name', async () => {
    const { registry } = stage.simulator;
    const waba = registry.addWaba();
    registry.addTemplate({ wabaId: waba.id, name: 'of_somebody_else' });
    registry.addTemplate({ wabaId: stage.waba.id, name: 'welcome' });
    registry.addTemplate({ wabaId: stage.waba.id, name: 'order_ready' });
    const names = async (query: string): Promise<unknown[]> => {
      const { body } = await stage.ask('GET', `/v24.0/${stage.waba.id}/message_templates?${query}`);
      return (body['data'] as { name: string }[]).map(({ name }) => name);
    };
    expect(await names('limit=10')).toEqual(['welcome', 'order_ready']);
    expect(await names('name=welcome')).toEqual(['welcome']);
    expect(await names('limit=1')).toEqual(['welcome']);
  });

  it.each(['0', '-1', 'many'])('refuses limit=%s', async (limit) => {
    expect((await stage.ask('GET', `/v24.0/${stage.waba.id}/phone_numbers?limit=${limit}`)).status).toBe(400);
  });

  it('subscribes an app twice as once, and unsubscribes it', async () => {
    await stage.ask('POST', subscribed());
    await stage.ask('POST', subscribed());
    const { body } = await stage.ask('GET', subscribed());
    expect(body['data']).toEqual([
      { whatsapp_business_api_data: { id: stage.app.id, name: stage.app.name, link: stage.app.link } },
    ]);
    await stage.ask('DELETE', subscribed());
    expect((await stage.ask('GET', subscribed())).body['data']).toEqual([]);
  });
});

describe('an override', () => {
  const override = (): Record<string, string> => ({
    override_callback_uri: other.url,
    verify_token: other.verifyToken,
  });

  it('of the account takes the messages, after a handshake', async () => {
    const { body } = await stage.ask('POST', subscribed(), { json: override() });
    expect(body).toEqual({ success: true });
    expect(other.handshakes[0]?.searchParams.get('hub.mode')).toBe('subscribe');
    await stage.send();
    await stage.simulator.drain();
    expect(other.statuses()).toHaveLength(3);
    expect(stage.receiver.posts).toHaveLength(0);
  });

  it('of the account is lost by a subscription without one', async () => {
    await stage.ask('POST', subscribed(), { json: override() });
    await stage.ask('POST', subscribed());
    await stage.send();
    await stage.simulator.drain();
    expect(other.posts).toHaveLength(0);
    expect(stage.receiver.statuses()).toHaveLength(3);
  });

  it('of the number wins over that of the account, and is shown', async () => {
    const third = await startReceiver();
    await stage.ask('POST', subscribed(), { json: override() });
    const configuration = { override_callback_uri: third.url, verify_token: third.verifyToken };
    await stage.ask('POST', `/v24.0/${stage.number.id}`, { json: { webhook_configuration: configuration } });
    const { body } = await stage.ask('GET', `/v24.0/${stage.number.id}?fields=webhook_configuration`);
    expect(body['webhook_configuration']).toEqual({
      phone_number: third.url,
      whatsapp_business_account: other.url,
      application: stage.receiver.url,
    });
    await stage.send();
    await stage.simulator.drain();
    expect([third, other, stage.receiver].map(({ posts }) => posts.length > 0)).toEqual([true, false, false]);
    await third.close();
  });

  it('of the number goes with an empty address', async () => {
    const set = (configuration: Record<string, string>) =>
      stage.ask('POST', `/v24.0/${stage.number.id}`, { json: { webhook_configuration: configuration } });
    await set(override());
    expect((await set({ override_callback_uri: '' })).status).toBe(200);
    expect(stage.simulator.registry.numbers.get(stage.number.id)?.overrides).toEqual({});
  });

  it('leaves other fields than messages with the app', async () => {
    await stage.simulator.webhooks.subscribe(stage.app.id, {
      ...stage.receiver.callback,
      fields: ['messages', 'account_update'],
    });
    await stage.ask('POST', subscribed(), { json: override() });
    const topic = { wabaId: stage.waba.id, phoneNumberId: null, field: 'account_update' };
    stage.simulator.webhooks.emit([{ ...topic, part: 'value', item: { event: 'ACCOUNT_DELETED' } }]);
    await stage.simulator.drain();
    expect(other.posts).toHaveLength(0);
    expect(stage.receiver.posts[0]?.payload.entry[0]).toMatchObject({
      id: stage.waba.id,
      time: expect.any(Number) as number,
      changes: [{ field: 'account_update', value: { event: 'ACCOUNT_DELETED' } }],
    });
  });

  it.each([
    ['a wrong verify token', { verify_token: 'guessed' }, 2200],
    ['no verify token', { verify_token: '' }, 100],
    ['a long address', { override_callback_uri: `http://127.0.0.1/${'a'.repeat(200)}` }, 100],
    ['an address without TLS', { override_callback_uri: 'http://hook.example.com/' }, 100],
    ['no address at all', { override_callback_uri: 'hook' }, 100],
    ['nobody behind the address', { override_callback_uri: 'http://127.0.0.1:1/' }, 2200],
  ])('with %s is refused and not kept', async (_what, change, code) => {
    const { error } = await stage.ask('POST', subscribed(), { json: { ...override(), ...change } });
    expect(error.code).toBe(code);
    expect(stage.simulator.registry.wabas.get(stage.waba.id)?.overrides).toEqual({});
  });
});

describe('the subscriptions of an app', () => {
  const callback = (): Record<string, string> => ({
    object: 'whatsapp_business_account',
    callback_url: other.url,
    verify_token: other.verifyToken,
    fields: 'messages,account_update',
  });

  it('are saved after a handshake, from a form', async () => {
    const { body } = await stage.ask('POST', subscriptions(), { token: asApp(), form: callback() });
    expect(body).toEqual({ success: true });
    expect((await stage.ask('GET', subscriptions(), { token: asApp() })).body['data']).toMatchObject([
      {
        callback_url: other.url,
        active: true,
        fields: [{ name: 'messages', version: 'v24.0' }, { name: 'account_update' }],
      },
    ]);
  });

  it('are for the app itself: a token of somebody is refused with 15', async () => {
    expect((await stage.ask('POST', subscriptions(), { form: callback() })).error.code).toBe(15);
  });

  it('are not for other apps', async () => {
    const stranger = stage.simulator.registry.addApp();
    const { error } = await stage.ask('POST', subscriptions(), {
      token: `${stranger.id}|${stranger.secret}`,
    });
    expect(error.error_subcode).toBe(33);
  });

  it.each(['object', 'callback_url', 'verify_token', 'fields'])('want %s', async (name) => {
    const form = Object.fromEntries(Object.entries(callback()).filter(([key]) => key !== name));
    const { error } = await stage.ask('POST', subscriptions(), { token: asApp(), form });
    expect(error.message).toContain(`${name} is required`);
  });

  it('keep the old address when the handshake fails', async () => {
    const form = { ...callback(), verify_token: 'guessed' };
    const { error } = await stage.ask('POST', subscriptions(), { token: asApp(), form });
    expect(error.code).toBe(2200);
    expect(stage.simulator.registry.apps.get(stage.app.id)?.webhook?.url).toBe(stage.receiver.url);
  });

  it('end with a delete', async () => {
    await stage.ask('DELETE', subscriptions(), { token: asApp() });
    expect((await stage.ask('GET', subscriptions(), { token: asApp() })).body['data']).toEqual([]);
  });
});

describe('a business profile', () => {
  it('shows what there is', async () => {
    const { body } = await stage.ask(
      'GET',
      `/v24.0/${stage.number.id}/whatsapp_business_profile?fields=about,vertical`,
    );
    expect(body).toEqual({ data: [{ vertical: 'OTHER', messaging_product: 'whatsapp' }] });
  });
});
