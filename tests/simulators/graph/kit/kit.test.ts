import fc from 'fast-check';
import { digits, inboundWamid, isWamid, looksInbound, outboundWamid } from './ids';
import { createOutstanding } from './outstanding';
import { countryCodeOf, dial } from './phone';
import { seededRandom } from './random';
import { createTimers } from './timers';
import { createTokenBucket } from './token-bucket';

describe('chance', () => {
  it('draws the same numbers from the same seed', () => {
    const draw = (seed: string): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('stays in [0, 1) and between its limits', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        expect(random.next()).toBeLessThan(1);
        expect(random.between(3, 5)).toBeGreaterThanOrEqual(3);
        expect(random.between(3, 5)).toBeLessThan(5);
      }),
    );
  });

  it('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const sorted = (list: number[]): number[] => [...list].sort((a, b) => a - b);
        expect(sorted(seededRandom(1).shuffle(items))).toEqual(sorted(items));
      }),
    );
  });

  it('gives each fork a chance of its own, whatever the others draw', () => {
    const quiet = seededRandom('s');
    const busy = seededRandom('s');
    busy.fork('other').next();
    busy.next();
    expect(busy.fork('mine').next()).toBe(quiet.fork('mine').next());
  });

  it('refuses to pick from nothing', () => {
    expect(() => seededRandom(1).pick([])).toThrow(RangeError);
  });
});

describe('message ids', () => {
  it('look like those of Meta', () => {
    expect(outboundWamid('16505551234')).toMatch(/^wamid\.HBgLMTY1MDU1NTEyMzQVAgARGB/);
    expect(inboundWamid('16505551234')).toMatch(/^wamid\.HBgLMTY1MDU1NTEyMzQVAgASGB/);
  });

  it('tell the direction, also for a business-scoped address', () => {
    expect(looksInbound(inboundWamid('US.13491208655302741918'))).toBe(true);
    expect(looksInbound(outboundWamid('US.13491208655302741918'))).toBe(false);
  });

  it('never repeat', () => {
    expect(new Set(Array.from({ length: 2000 }, () => inboundWamid('15550100101'))).size).toBe(2000);
  });

  it.each(['', 'wamid.', 'WAMID.HBgLMTY1MDU1', 'wamid.ab c', '12345678'])(
    'are not to be had for %p',
    (value) => {
      expect(isWamid(value)).toBe(false);
    },
  );

  it('are digits without a leading zero where Meta uses digits', () => {
    expect(Array.from({ length: 50 }, () => digits(15)).every((id) => /^[1-9]\d{14}$/.test(id))).toBe(true);
  });
});

describe('a dialled number', () => {
  it.each([
    ['+1 (555) 010-7777', '1', '15550107777'],
    ['+15550107777', '44', '15550107777'],
    ['15550107777', '1', '15550107777'],
    ['(555) 010-7777', '91', '915550107777'],
    ['15550107777', '91', '9115550107777'],
    ['5550107777', null, '5550107777'],
  ])('%s from a business in +%s is %s', (value, country, number) => {
    expect(dial(value, country)?.number).toBe(number);
  });

  it('without a plus earns a warning', () => {
    expect(dial('15550107777', '1')?.warning).toContain('"+"');
    expect(dial('+15550107777', '1')?.warning).toBeUndefined();
  });

  it.each(['', 'Ana', '+12', '+1234567890123456', 'US.1349', '+1 555 010 7777 ext 2'])(
    'is not %p',
    (value) => {
      expect(dial(value, '1')).toBeNull();
    },
  );

  it('shows its country code in the display number', () => {
    expect(countryCodeOf('+44 7700 900123')).toBe('44');
    expect(countryCodeOf('15550107777')).toBeNull();
  });
});

describe('a token bucket', () => {
  it('gives its burst, then its rate', () => {
    let now = 0;
    const bucket = createTokenBucket({ capacity: 2, perSecond: 1 }, () => now);
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
    now += 1000;
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  });
});

describe('waiting', () => {
  it('ends when nothing is on its way', async () => {
    const outstanding = createOutstanding('things');
    outstanding.add(2);
    const idle = outstanding.idle(1000);
    outstanding.done();
    outstanding.done();
    await expect(idle).resolves.toBeUndefined();
    await expect(outstanding.idle(1)).resolves.toBeUndefined();
  });

  it('fails at the deadline and says how much is left', async () => {
    const outstanding = createOutstanding('things');
    outstanding.add(3);
    await expect(outstanding.idle(5)).rejects.toThrow('3 things are still on their way');
  });

  it('never fires a timer after the end', async () => {
    const timers = createTimers();
    const fired: string[] = [];
    timers.after(0, () => fired.push('before the end'));
    timers.clear();
    timers.after(0, () => fired.push('after the end'));
    await new Promise<void>((resolve) => void createTimers().after(5, resolve));
    expect(fired).toEqual([]);
  });
});
