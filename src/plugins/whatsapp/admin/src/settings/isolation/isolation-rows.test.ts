import { isClean, routeRows } from './isolation-rows';

const row = (target: string, more: { leaks?: number; untested?: boolean } = {}) => ({
  target,
  attempts: 3,
  leaks: 0,
  untested: false,
  ...more,
});
const perRoute = [row('a'), row('b', { leaks: 1 }), row('c'), row('d', { untested: true })];
const attempt = { target: 'b', as: 'member', how: 'id in the path', detail: null };

describe('the result of an isolation check', () => {
  it('is clean only without leaks and without untested routes', () => {
    expect(isClean({ leaks: [], untested: [] })).toBe(true);
    expect(isClean({ leaks: [{ ...attempt, outcome: 'leaked' }], untested: [] })).toBe(false);
    expect(isClean({ leaks: [], untested: [{ ...attempt, outcome: 'untested' }] })).toBe(false);
  });

  it('shows problems first and keeps the order otherwise', () => {
    expect(routeRows({ perRoute }, false).map(({ target }) => target)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('can be narrowed to the problems', () => {
    expect(routeRows({ perRoute }, true).map(({ target }) => target)).toEqual(['b', 'd']);
  });
});
