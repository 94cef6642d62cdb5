import fc from 'fast-check';
import { allotLanes, LANES, lanesOf } from './lanes';

const seeker = (channelId: number, limit = 32) => ({ channelId, limit });

describe('lanes', () => {
  it('are as many as the rate of the number needs', () => {
    expect(lanesOf('STANDARD')).toBe(32);
    expect(lanesOf(null)).toBe(32);
    expect(lanesOf('NOT_APPLICABLE')).toBe(8);
    expect(lanesOf('HIGH')).toBe(200);
    expect(lanesOf('A_LEVEL_OF_NEXT_YEAR')).toBe(32);
  });

  it('fill up to the limit of the channel', () => {
    expect(allotLanes([seeker(1)], new Map())).toEqual(new Map([[1, 32]]));
    expect(allotLanes([seeker(1)], new Map([[1, 30]]))).toEqual(new Map([[1, 2]]));
    expect(allotLanes([seeker(1)], new Map([[1, 32]]))).toEqual(new Map());
  });

  it('are there for a reply, also when all others are taken', () => {
    const busy = new Map(Array.from({ length: 8 }, (_, index) => [index + 1, 32] as const));
    const rooms = allotLanes([...[...busy.keys()].map((id) => seeker(id)), seeker(99)], busy);
    expect(rooms).toEqual(new Map([[99, 2]]));
  });

  it('are shared by all who seek some', () => {
    const rooms = allotLanes(
      Array.from({ length: 16 }, (_, index) => seeker(index)),
      new Map(),
    );
    expect(new Set(rooms.values())).toEqual(new Set([LANES / 16]));
  });

  it('are none for a channel that must wait, and one for a channel that is tried again', () => {
    expect(allotLanes([seeker(1, 0), seeker(2, 1)], new Map())).toEqual(new Map([[2, 1]]));
    expect(allotLanes([seeker(2, 1)], new Map([[2, 1]]))).toEqual(new Map());
  });

  it('never exceed a limit, and leave none free that somebody seeks', () => {
    const channels = fc.uniqueArray(
      fc.record({ channelId: fc.nat(50), limit: fc.nat(40), used: fc.nat(40) }),
      { selector: ({ channelId }) => channelId, maxLength: 40 },
    );
    fc.assert(
      fc.property(channels, (all) => {
        const inUse = new Map(all.map(({ channelId, used }) => [channelId, used]));
        const rooms = allotLanes(all, inUse);
        const total = [...inUse.values(), ...rooms.values()].reduce((sum, count) => sum + count, 0);
        for (const { channelId, limit, used } of all) {
          const after = used + (rooms.get(channelId) ?? 0);
          expect(after).toBeLessThanOrEqual(Math.max(limit, used));
          expect(after).toBeGreaterThanOrEqual(Math.min(limit, total < LANES ? limit : 2));
        }
      }),
    );
  });
});
