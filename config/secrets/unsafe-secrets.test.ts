import { unsafeSecrets } from './unsafe-secrets';

const NAMES = [
  'APP_KEYS',
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'JWT_SECRET',
  'ENCRYPTION_KEY',
  'WHATSAPP_BRIDGE_SECRET',
];

const good = Object.fromEntries(NAMES.map((name) => [name, `${name.toLowerCase()}-`.padEnd(40, 'x')]));
const check = (changes: Record<string, string | undefined>) =>
  unsafeSecrets((name) => ({ ...good, ...changes })[name]);

describe('unsafeSecrets', () => {
  it('finds nothing in a proper installation', () => {
    expect(check({})).toEqual([]);
  });

  it('names every secret that is missing', () => {
    expect(unsafeSecrets(() => undefined)).toEqual(NAMES.map((name) => `${name} (missing)`));
  });

  it('takes an empty or blank value for missing', () => {
    expect(check({ JWT_SECRET: '', ENCRYPTION_KEY: '  ' })).toEqual([
      'JWT_SECRET (missing)',
      'ENCRYPTION_KEY (missing)',
    ]);
  });

  it.each(['tobemodified', 'toBeModified1,toBeModified2', 'example-secret-that-is-long-enough-for-anybody'])(
    'refuses the example value %s',
    (value) => {
      expect(check({ APP_KEYS: value })).toEqual(['APP_KEYS (still the example)']);
    },
  );

  it('refuses a list when one of its values is an example', () => {
    expect(check({ APP_KEYS: `${'k'.repeat(32)}, tobemodified2` })).toEqual(['APP_KEYS (still the example)']);
  });

  it('refuses secrets that are too short, the bridge secret below 32 characters', () => {
    expect(check({ JWT_SECRET: 'short', WHATSAPP_BRIDGE_SECRET: 'b'.repeat(31) })).toEqual([
      'JWT_SECRET (shorter than 16 characters)',
      'WHATSAPP_BRIDGE_SECRET (shorter than 32 characters)',
    ]);
  });
});
