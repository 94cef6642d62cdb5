import { type ConfigFault, readConfig } from './config';

const SECRET = 'a'.repeat(32);

const faultsOf = (environment: NodeJS.ProcessEnv): string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as ConfigFault).faults;
  }
  return [];
};

describe('config', () => {
  it('needs only the secret', () => {
    expect(readConfig({ WHATSAPP_BRIDGE_SECRET: SECRET })).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      strapiUrl: 'http://127.0.0.1:5000',
      graphUrl: 'https://graph.facebook.com',
      graphVersion: 'v24.0',
      logLevel: 'info',
    });
  });

  it('takes every setting from the environment', () => {
    const config = readConfig({
      WHATSAPP_BRIDGE_SECRET: SECRET,
      WHATSAPP_BRIDGE_HOST: '0.0.0.0',
      WHATSAPP_BRIDGE_PORT: '3100',
      WHATSAPP_STRAPI_URL: 'https://crm.example.org/',
      WHATSAPP_GRAPH_URL: 'http://127.0.0.1:4000/',
      WHATSAPP_GRAPH_VERSION: 'v25.0',
      WHATSAPP_LOG_LEVEL: 'debug',
      WHATSAPP_METRICS_TOKEN: 'm'.repeat(16),
    });
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 3100,
      strapiUrl: 'https://crm.example.org',
      graphUrl: 'http://127.0.0.1:4000',
      graphVersion: 'v25.0',
      logLevel: 'debug',
    });
    expect(config.secret.reveal()).toBe(SECRET);
    expect(config.metricsToken?.reveal()).toBe('m'.repeat(16));
  });

  it('counts an empty variable as absent', () => {
    expect(readConfig({ WHATSAPP_BRIDGE_SECRET: SECRET, WHATSAPP_BRIDGE_PORT: '' }).port).toBe(3000);
  });

  it('names all faults at once, and no value', () => {
    const environment = {
      NODE_ENV: 'production',
      WHATSAPP_BRIDGE_SECRET: 'example-short',
      WHATSAPP_BRIDGE_PORT: 'many',
      WHATSAPP_STRAPI_URL: 'not an address',
      WHATSAPP_GRAPH_URL: 'ftp://graph',
      WHATSAPP_GRAPH_VERSION: '24',
      WHATSAPP_LOG_LEVEL: 'loud',
    };
    const faults = faultsOf(environment).join('\n');
    expect(faults.split('\n').length).toBeGreaterThanOrEqual(7);
    for (const name of Object.keys(environment).slice(1)) expect(faults).toContain(name);
    expect(faults).not.toMatch(/many|loud|example-short|ftp:/);
  });

  it.each([
    ['missing', undefined, /missing/],
    ['empty', '', /missing/],
    ['short', 'a'.repeat(31), /shorter than 32/],
  ])('refuses a secret that is %s', (_what, secret, reason) => {
    expect(faultsOf({ WHATSAPP_BRIDGE_SECRET: secret }).join()).toMatch(reason);
  });

  it.each([`example-${SECRET}`, `tobemodified${SECRET}`, `${SECRET}toBeModified`])(
    'refuses the example %s in production only',
    (secret) => {
      expect(faultsOf({ NODE_ENV: 'production', WHATSAPP_BRIDGE_SECRET: secret }).join()).toMatch(/example/);
      expect(faultsOf({ NODE_ENV: 'development', WHATSAPP_BRIDGE_SECRET: secret })).toEqual([]);
    },
  );

  it('refuses a Strapi address with a path, which would not be what is signed', () => {
    const faults = faultsOf({ WHATSAPP_BRIDGE_SECRET: SECRET, WHATSAPP_STRAPI_URL: 'http://host/cms' });
    expect(faults.join()).toMatch(/without a path/);
  });

  it('opens another way for browsers in tests, and never in production', () => {
    const environment = {
      WHATSAPP_BRIDGE_SECRET: SECRET,
      WHATSAPP_TEST_CHROMIUM_ARGS: '["--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:1"]',
    };
    expect(readConfig(environment).sessions.testArgs).toEqual([
      '--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:1',
    ]);
    expect(faultsOf({ ...environment, NODE_ENV: 'production' })).toEqual([
      'WHATSAPP_TEST_CHROMIUM_ARGS is for tests: production refuses it',
    ]);
    expect(faultsOf({ ...environment, WHATSAPP_TEST_CHROMIUM_ARGS: '--no-json' }).join()).toMatch(/JSON/);
  });

  it('hands no secret on to browsers', () => {
    const { sessions } = readConfig({
      WHATSAPP_BRIDGE_SECRET: SECRET,
      PATH: '/bin',
      DATABASE_URL: 'x',
      LC_ALL: 'C',
    });
    expect(sessions.environment).toEqual({ PATH: '/bin', LC_ALL: 'C' });
  });
});
