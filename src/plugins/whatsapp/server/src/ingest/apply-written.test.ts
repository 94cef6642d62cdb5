import fc from 'fast-check';
import { sortTime } from './apply-written';

describe('the place of a message in its chat', () => {
  const second = new Date('2026-03-01T10:00:05.000Z');

  it.each([
    ['arrives within its second', '2026-03-01T10:00:05.300Z', '2026-03-01T10:00:05.300Z'],
    ['arrives later', '2026-03-01T10:07:00.000Z', '2026-03-01T10:00:05.999Z'],
    ['arrives before its own time', '2026-03-01T10:00:01.000Z', '2026-03-01T10:00:05.000Z'],
  ])('when it %s', (_name, arrival, expected) => {
    expect(sortTime(second, new Date(arrival)).toISOString()).toBe(expected);
  });

  it('never leaves the second that WhatsApp gave', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 0, max: 4e12 }), (seconds, arrival) => {
        const sorted = sortTime(new Date(seconds * 1000), new Date(arrival)).getTime();
        expect(Math.floor(sorted / 1000)).toBe(seconds);
      }),
    );
  });
});
