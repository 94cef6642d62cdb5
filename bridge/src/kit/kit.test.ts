import { inspect } from 'node:util';
import fc from 'fast-check';
import { SIGNATURE_MAX_AGE_MS } from '../../../src/plugins/whatsapp/contracts/signature';
import { ManualClock } from '../../test/support/manual-clock';
import { createBackoff } from './backoff';
import { isoTime, systemClock } from './clock';
import { hmacHex, isSameText, sha256Hex } from './hmac';
import { maskNumbers, maskSecrets } from './mask';
import { createRecent } from './recent';
import { Secret } from './secret';
import { signRequest, verifyRequest } from './signature';

describe('secret', () => {
  const secret = new Secret('very-hidden');

  it.each([
    ['JSON', JSON.stringify({ secret })],
    ['a template', `${secret.toString()}`],
    ['a dump', inspect({ secret })],
    ['its keys', Object.keys(secret).join()],
  ])('does not show itself in %s', (_where, shown) => {
    expect(shown).not.toContain('very-hidden');
  });

  it('gives its value to who asks', () => {
    expect(secret.reveal()).toBe('very-hidden');
  });
});

describe('hmac', () => {
  it('equals the HMAC-SHA256 of RFC 4231, case 2', () => {
    expect(hmacHex(new Secret('Jefe'), 'what do ya want ', Buffer.from('for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('hashes the empty text as everybody does', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('compares texts of any length', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => isSameText(a, b) === (a === b)));
  });
});

describe('signature between plugin and bridge', () => {
  const secret = new Secret('s'.repeat(32));
  const request = { method: 'POST', path: '/v1/refresh?a=1', body: Buffer.from('{"ä":1}') };
  const now = Date.UTC(2026, 10, 1);
  const header = signRequest(secret, request, now);

  it('accepts what was signed', () => {
    expect(verifyRequest(secret, request, header, now + 1_000)).toBe(true);
  });

  it.each([
    ['another body', { ...request, body: Buffer.from('{}') }],
    ['another path', { ...request, path: '/v1/check' }],
    ['another query', { ...request, path: '/v1/refresh?a=2' }],
    ['another method', { ...request, method: 'GET' }],
  ])('refuses %s', (_what, changed) => {
    expect(verifyRequest(secret, changed, header, now)).toBe(false);
  });

  it('refuses another secret', () => {
    expect(verifyRequest(new Secret('t'.repeat(32)), request, header, now)).toBe(false);
  });

  it.each([
    ['too old', now + SIGNATURE_MAX_AGE_MS + 1],
    ['from the future', now - SIGNATURE_MAX_AGE_MS - 1],
  ])('refuses a signature that is %s', (_when, at) => {
    expect(verifyRequest(secret, request, header, at)).toBe(false);
  });

  it.each([undefined, '', 'garbage', 't=1,v1=00', ['a', 'b'], `${header} `, header.toUpperCase()])(
    'refuses the header %p',
    (wrong) => {
      expect(verifyRequest(secret, request, wrong, now)).toBe(false);
    },
  );
});

describe('backoff', () => {
  it('grows to its limit and never beyond', () => {
    const backoff = createBackoff({ firstMs: 100, maxMs: 1_000, random: () => 1 });
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.next('a'))).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('keeps keys apart and forgets a key that works again', () => {
    const backoff = createBackoff({ firstMs: 100, maxMs: 1_000, random: () => 1 });
    backoff.next('a');
    backoff.next('a');
    expect(backoff.next('b')).toBe(100);
    backoff.reset('a');
    expect(backoff.next('a')).toBe(100);
  });

  it('stays between half and whole of its ceiling, whatever chance says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (chance, times) => {
          const backoff = createBackoff({ firstMs: 100, maxMs: 30_000, random: () => chance });
          const waits = Array.from({ length: times }, () => backoff.next('key'));
          return waits.every((wait, index) => {
            const ceiling = Math.min(30_000, 100 * 2 ** index);
            return wait >= ceiling / 2 - 1 && wait <= ceiling + 1;
          });
        },
      ),
    );
  });
});

describe('recent', () => {
  const options = {
    keepMs: 1_000,
    maxEntries: 2,
    isFinal: (error: unknown) => String(error).includes('final'),
  };

  it('runs once for the same key, also while the first still runs', async () => {
    const recent = createRecent<number>({ ...options, clock: new ManualClock() });
    let runs = 0;
    const run = async () => (runs += 1);
    expect(await Promise.all([recent.once('a', run), recent.once('a', run)])).toEqual([1, 1]);
    expect(await recent.once('a', run)).toBe(1);
  });

  it('runs again when its time is over', async () => {
    const clock = new ManualClock();
    const recent = createRecent<number>({ ...options, clock });
    let runs = 0;
    await recent.once('a', async () => (runs += 1));
    clock.advance(1_000);
    expect(await recent.once('a', async () => (runs += 1))).toBe(2);
  });

  it('forgets a failure that did nothing, keeps one that settles the matter', async () => {
    const recent = createRecent<string>({ ...options, clock: new ManualClock() });
    const fail = (message: string) => () => Promise.reject(new Error(message));
    await expect(recent.once('soft', fail('busy'))).rejects.toThrow('busy');
    await expect(recent.once('soft', async () => 'went')).resolves.toBe('went');
    await expect(recent.once('hard', fail('final'))).rejects.toThrow('final');
    await expect(recent.once('hard', async () => 'went')).rejects.toThrow('final');
  });

  it('keeps no more than it may', async () => {
    const recent = createRecent<number>({ ...options, clock: new ManualClock() });
    let runs = 0;
    const run = async () => (runs += 1);
    for (const key of ['a', 'b', 'c', 'd']) await recent.once(key, run);
    expect(await recent.once('a', run)).toBe(5);
  });
});

describe('mask', () => {
  it.each(['+1 (555) 010-0123', '15550100123', '44 7700 900123'])('hides the number %s', (number) => {
    expect(maskNumbers(`Recipient ${number} is not allowed`)).toBe('Recipient [number] is not allowed');
  });

  it('leaves codes and years alone', () => {
    expect(maskNumbers('(#131030) in 2026')).toBe('(#131030) in 2026');
  });

  it('takes every occurrence of a secret out', () => {
    expect(maskSecrets('EAAx and EAAx', ['EAAx', ''])).toBe('[secret] and [secret]');
  });
});

describe('clock', () => {
  it('writes ISO times', () => {
    expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
  });

  it('wakes a sleeper at once when the signal fires', async () => {
    const controller = new AbortController();
    const slept = systemClock.sleep(60_000, controller.signal);
    controller.abort();
    await expect(slept).resolves.toBeUndefined();
  });

  it('runs a task later, unless it is taken back', async () => {
    const seen: string[] = [];
    systemClock.after(1, () => seen.push('taken back'))();
    await new Promise<void>((resolve) => {
      systemClock.after(2, resolve);
    });
    expect(seen).toEqual([]);
  });
});
