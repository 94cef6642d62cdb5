import fc from 'fast-check';
import { byteRangeOf } from './byte-range';

describe('a part of a file', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=2-99', { start: 2, end: 9 }],
    ['bytes=10-', 'outside'],
    ['bytes=-0', 'outside'],
    [undefined, 'whole'],
    ['bytes=3-1', 'whole'],
    ['bytes=0-1,2-3', 'whole'],
    ['items=0-1', 'whole'],
    ['bytes=1e3-', 'whole'],
  ])('%s of ten bytes is %j', (header, expected) => {
    expect(byteRangeOf(header, 10)).toEqual(expected);
  });

  it('always lies within the file', () => {
    const number = fc.oneof(fc.constant(''), fc.nat().map(String));
    fc.assert(
      fc.property(number, number, fc.nat({ max: 1_000 }), (first, last, size) => {
        const range = byteRangeOf(`bytes=${first}-${last}`, size);
        const { start, end } = typeof range === 'string' ? { start: 0, end: 0 } : range;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThan(Math.max(1, size));
      }),
    );
  });
});
