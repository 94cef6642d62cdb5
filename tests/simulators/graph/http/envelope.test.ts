import { createHmac } from 'node:crypto';
import { ask } from '../testing/ask';
import { setStage } from '../testing/stage';
import type { Stage } from '../testing/stage';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe('versions', () => {
  it.each(['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', 'v26.0'])('%s is answered', async (version) => {
    expect((await stage.ask('GET', `/${version}/${stage.number.id}`)).status).toBe(200);
  });

  it.each(['v20.0', 'v13.0', 'v2.12'])('%s is refused', async (version) => {
    const { status, error } = await stage.ask('GET', `/${version}/${stage.number.id}`);
    expect({ status, type: error.type, code: error.code }).toEqual({
      status: 400,
      type: 'OAuthException',
      code: 2635,
    });
    expect(error.message).toContain('deprecated version');
  });

  it.each(['v27.0', 'v24.1'])('%s does not exist', async (version) => {
    expect((await stage.ask('GET', `/${version}/${stage.number.id}`)).error.code).toBe(2500);
  });

  it('may be left out', async () => {
    expect((await stage.ask('GET', `/${stage.number.id}`)).status).toBe(200);
  });
});

describe('tokens', () => {
  const path = (): string => `/v24.0/${stage.number.id}`;

  it('are required: 401 with 104', async () => {
    const { status, error, headers } = await ask(stage.simulator.url, 'GET', path());
    expect({ status, code: error.code }).toEqual({ status: 401, code: 104 });
    expect(headers.get('www-authenticate')).toContain('OAuth');
  });

  it('are required for the profile with words of its own: 403 with 200', async () => {
    const { status, error } = await ask(stage.simulator.url, 'GET', `${path()}/whatsapp_business_profile`);
    expect({ status, code: error.code, message: error.message }).toEqual({
      status: 403,
      code: 200,
      message: '(#200) Provide valid app ID',
    });
  });

  it('that nobody gave out are refused: 401 with 190', async () => {
    const { status, error } = await stage.ask('GET', path(), { token: 'EAAGnonsense' });
    expect({ status, code: error.code }).toEqual({ status: 401, code: 190 });
  });

  it('may come as a parameter', async () => {
    const answer = await ask(stage.simulator.url, 'GET', `${path()}?access_token=${stage.token.value}`);
    expect(answer.status).toBe(200);
  });

  it('that have expired are refused with subcode 463', async () => {
    const { registry, clock } = stage.simulator;
    const expiresAt = new Date(clock.now() - 1000).toISOString();
    const token = registry.addToken({ appId: stage.app.id, wabaIds: [stage.waba.id], expiresAt });
    const { status, error } = await stage.ask('GET', path(), { token: token.value });
    expect({ status, code: error.code, subcode: error.error_subcode }).toEqual({
      status: 401,
      code: 190,
      subcode: 463,
    });
  });

  it('that were taken back are refused with subcode 460', async () => {
    const token = stage.simulator.registry.addToken({
      appId: stage.app.id,
      wabaIds: [stage.waba.id],
      valid: false,
    });
    expect((await stage.ask('GET', path(), { token: token.value })).error).toMatchObject({
      code: 190,
      error_subcode: 460,
    });
  });

  it('without the permission to manage read nothing: 403 with 10', async () => {
    const scopes = ['whatsapp_business_messaging'];
    const token = stage.simulator.registry.addToken({
      appId: stage.app.id,
      wabaIds: [stage.waba.id],
      scopes,
    });
    const { status, error } = await stage.ask('GET', path(), { token: token.value });
    expect({ status, code: error.code }).toEqual({ status: 403, code: 10 });
  });

  it('without the permission to send, send nothing: 403 with 10', async () => {
    const scopes = ['whatsapp_business_management'];
    const token = stage.simulator.registry.addToken({
      appId: stage.app.id,
      wabaIds: [stage.waba.id],
      scopes,
    });
    const json = { messaging_product: 'whatsapp', to: '+15550107777', type: 'text', text: { body: 'Hi' } };
    const { status, error } = await stage.ask('POST', `${path()}/messages`, { token: token.value, json });
    expect({ status, code: error.code }).toEqual({ status: 403, code: 10 });
  });

  it('of another company see nothing, and send nothing', async () => {
    const stranger = stage.simulator.registry.addCompany();
    const json = { messaging_product: 'whatsapp', to: '+15550107777', type: 'text', text: { body: 'Hi' } };
    const token = stranger.token.value;
    expect((await stage.ask('GET', path(), { token })).error).toMatchObject({ code: 100, error_subcode: 33 });
    expect((await stage.ask('POST', `${path()}/messages`, { token, json })).error).toMatchObject({
      code: 200,
    });
  });

  it('of the app itself read no numbers', async () => {
    const { status } = await stage.ask('GET', path(), { token: `${stage.app.id}|${stage.app.secret}` });
    expect(status).toBe(403);
  });

  it('of the app with a wrong secret are refused', async () => {
    const { error } = await stage.ask('GET', `/v24.0/${stage.app.id}`, { token: `${stage.app.id}|guessed` });
    expect(error.code).toBe(190);
  });
});

describe('appsecret_proof', () => {
  const proof = (secret: string): string =>
    createHmac('sha256', secret).update(stage.token.value).digest('hex');

  it('is accepted when it is right', async () => {
    const path = `/v24.0/${stage.number.id}?appsecret_proof=${proof(stage.app.secret)}`;
    expect((await stage.ask('GET', path)).status).toBe(200);
  });

  it.each(['', 'abc', '0'.repeat(64)])('%p is refused', async (wrong) => {
    const { status, error } = await stage.ask('GET', `/v24.0/${stage.number.id}?appsecret_proof=${wrong}`);
    expect({ status, code: error.code, message: error.message }).toEqual({
      status: 400,
      code: 100,
      message: 'Invalid appsecret_proof provided in the API argument',
    });
  });

  it('of another app is refused', async () => {
    const { error } = await stage.ask('GET', `/v24.0/${stage.number.id}?appsecret_proof=${proof('other')}`);
    expect(error.code).toBe(100);
  });

  it('is missed where the app requires it', async () => {
    const { registry, url } = stage.simulator;
    const strict = registry.addApp({ requiresSecretProof: true });
    const token = registry.addToken({ appId: strict.id, wabaIds: [stage.waba.id] });
    const { error } = await ask(url, 'GET', `/v24.0/${stage.number.id}`, { token: token.value });
    expect(error.message).toContain('require an appsecret_proof');
  });
});

describe('objects and fields', () => {
  it.each(['GET', 'POST', 'DELETE'])(
    'an unknown id is refused: %s gives 100 with subcode 33',
    async (method) => {
      const { status, error } = await stage.ask(method, '/v24.0/999999999999/messages');
      expect({ status, code: error.code, subcode: error.error_subcode, type: error.type }).toEqual({
        status: 400,
        code: 100,
        subcode: 33,
        type: 'GraphMethodException',
      });
    },
  );

  it('an unknown edge is refused', async () => {
    expect((await stage.ask('GET', `/v24.0/${stage.number.id}/no_such_edge`)).error.code).toBe(2500);
    expect((await stage.ask('POST', `/v24.0/${stage.number.id}/no_such_edge`)).error.error_subcode).toBe(33);
  });

  it('only what was asked for comes, and the id', async () => {
    const { body } = await stage.ask(
      'GET',
      `/v24.0/${stage.number.id}?fields=status,health_status{entities}`,
    );
    expect(Object.keys(body).sort()).toEqual(['health_status', 'id', 'status']);
  });

  it('a field that does not exist is refused by name', async () => {
    const { status, error } = await stage.ask('GET', `/v24.0/${stage.number.id}?fields=id,colour`);
    expect({ status, code: error.code }).toEqual({ status: 400, code: 100 });
    expect(error.message).toContain('nonexisting field (colour)');
  });

  it('without fields the default ones come, not all', async () => {
    const { body } = await stage.ask('GET', `/v24.0/${stage.number.id}`);
    expect(body).toMatchObject({ id: stage.number.id, display_phone_number: stage.number.display });
    expect(body).not.toHaveProperty('health_status');
  });

  it('every refusal carries a trace id', async () => {
    expect((await stage.ask('GET', '/v24.0/1')).error).toHaveProperty('fbtrace_id');
  });
});

describe('the journal', () => {
  it('keeps method, path, status, code and the name of the token, never a secret', async () => {
    const path = `/v24.0/debug_token?input_token=${stage.token.value}&appsecret_proof=feed`;
    await stage.ask('GET', path);
    const last = stage.simulator.requests.entries.at(-1);
    expect(last).toMatchObject({
      method: 'GET',
      path: '/v24.0/debug_token',
      tokenId: stage.token.id,
      status: 400,
      errorCode: 100,
    });
    expect(JSON.stringify(stage.simulator.requests.entries)).not.toContain(stage.token.value);
  });
});
