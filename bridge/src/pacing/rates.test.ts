import fc from 'fast-check';
import { ManualClock } from '../../test/support/manual-clock';
import { numberRate, PAIR_RATE } from './limits';
import { createRates, type Rate } from './rates';

/** Takes as many as may happen at once. */
const takeAll = (rates: ReturnType<typeof createRates>, key: string, rate: Rate): number => {
  let taken = 0;
  for (; rates.waitOf(key, rate) === 0; taken += 1) rates.take(key, rate);
  return taken;
};

describe('a rate', () => {
  it.each([
    ['STANDARD', 80],
    ['HIGH', 1_000],
    ['NOT_APPLICABLE', 20],
    [undefined, 80],
    ['A_LEVEL_OF_NEXT_YEAR', 80],
  ])('of a number at %s is %i a second', (level, perSecond) => {
    const clock = new ManualClock();
    const rates = createRates(clock);
    const rate = numberRate(level);
    takeAll(rates, 'n', rate);
    let taken = 0;
    for (let ms = 0; ms < 10_000; ms += 1) {
      clock.advance(1);
      taken += takeAll(rates, 'n', rate);
    }
    expect(taken).toBeGreaterThanOrEqual(perSecond * 10 - 1);
    expect(taken).toBeLessThanOrEqual(perSecond * 10 + 1);
  });

  it('of a pair lets 45 go at once, then one in six seconds, and 45 again after a rest', () => {
    const clock = new ManualClock();
    const rates = createRates(clock);
    expect(takeAll(rates, 'p', PAIR_RATE)).toBe(45);
    expect(rates.waitOf('p', PAIR_RATE)).toBe(6_000);
    clock.advance(5_999);
    expect(rates.waitOf('p', PAIR_RATE)).toBe(1);
    clock.advance(1);
    expect(takeAll(rates, 'p', PAIR_RATE)).toBe(1);
    clock.advance(45 * 6_000);
    expect(takeAll(rates, 'p', PAIR_RATE)).toBe(45);
  });

  it('is each key of its own', () => {
    const rates = createRates(new ManualClock());
    takeAll(rates, 'one', PAIR_RATE);
    expect(rates.waitOf('other', PAIR_RATE)).toBe(0);
  });

  it('is kept over any span of time, however the demand comes', () => {
    const rate: Rate = { everyMs: 25, burst: 4 };
    fc.assert(
      fc.property(fc.array(fc.nat(200), { minLength: 1, maxLength: 60 }), (gaps) => {
        const clock = new ManualClock();
        const rates = createRates(clock);
        const times: number[] = [];
        for (const gap of gaps) {
          clock.advance(gap);
          const leavesAt = clock.now() + rates.waitOf('k', rate);
          rates.take('k', rate);
          times.push(leavesAt);
        }
        times.forEach((from, first) =>
          times.slice(first).forEach((to, index) => {
            expect(index + 1).toBeLessThanOrEqual((to - from) / rate.everyMs + rate.burst + 0.05);
          }),
        );
      }),
    );
  });

  it('forgets whom it need not remember', () => {
    const clock = new ManualClock();
    const rates = createRates(clock);
    for (let key = 0; key < 5_000; key += 1) rates.take(String(key), PAIR_RATE);
    clock.advance(6_000);
    rates.take('one more', PAIR_RATE);
    expect(rates.size).toBe(1);
  });
});
