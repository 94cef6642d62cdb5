import { isSameDay, nearnessOf } from './day';

/** Months count from one here, as people do. Local time: that is what the reader's calendar shows. */
const local = (month: number, day: number, hour = 12, year = 2026) => new Date(year, month - 1, day, hour);
const now = local(11, 20, 0);

describe('a moment', () => {
  it.each([
    [local(11, 20, 0), 'today'],
    [local(11, 20, 23), 'today'],
    [local(11, 21), 'today'],
    [local(11, 19, 23), 'yesterday'],
    [local(11, 18, 23), 'this-week'],
    [local(11, 14, 0), 'this-week'],
    [local(11, 13, 23), 'this-year'],
    [local(1, 1), 'this-year'],
    [local(12, 31, 12, 2025), 'earlier'],
  ])('at %s is %s', (at, nearness) => {
    expect(nearnessOf(at, now)).toBe(nearness);
  });

  it('shares its day with another by the calendar, not by the distance', () => {
    expect(isSameDay(local(11, 20, 0), local(11, 20, 23))).toBe(true);
    expect(isSameDay(local(11, 19, 23), local(11, 20, 0))).toBe(false);
  });
});
