import { addMs } from '../kit/clock';
import { createPauses } from './pauses';

const now = new Date('2026-03-01T10:00:00.000Z');

describe('a pause of a channel', () => {
  it('lasts as long as WhatsApp says, then one message tries, then all go', () => {
    const pauses = createPauses();
    expect(pauses.limit(1, 32, now)).toBe(32);
    expect(pauses.pause(1, now, 2_000)).toEqual(addMs(now, 2_000));
    expect(pauses.limit(1, 32, addMs(now, 1_999))).toBe(0);
    expect(pauses.limit(1, 32, addMs(now, 2_000))).toBe(1);
    pauses.end(1);
    expect(pauses.limit(1, 32, addMs(now, 2_000))).toBe(32);
  });

  it('concerns no other channel', () => {
    const pauses = createPauses();
    pauses.pause(1, now, 2_000);
    expect(pauses.limit(2, 32, now)).toBe(32);
  });

  it('is one for all that were on their way when it began', () => {
    const pauses = createPauses();
    const until = pauses.pause(1, now, undefined);
    expect(pauses.pause(1, addMs(now, 10), undefined)).toEqual(until);
  });

  it('never becomes shorter by what another message was told', () => {
    const pauses = createPauses();
    const until = pauses.pause(1, now, 60_000);
    expect(pauses.pause(1, addMs(now, 10), 2_000)).toEqual(until);
    expect(pauses.pause(1, addMs(now, 10), 90_000)).toEqual(addMs(now, 90_010));
  });

  it('grows while nothing helps, up to a quarter of a minute', () => {
    const pauses = createPauses();
    let at = now;
    const waits = Array.from({ length: 12 }, () => {
      const until = pauses.pause(1, at, undefined);
      const waitMs = until.getTime() - at.getTime();
      at = until;
      return waitMs;
    });
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(7_500);
  });
});
