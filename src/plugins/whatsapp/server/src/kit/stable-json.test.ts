import { stableJson } from './stable-json';

describe('stable JSON', () => {
  it('is the same in whatever order the fields came, at any depth', () => {
    expect(stableJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(stableJson({ a: null, b: [{ c: 2, d: 1 }] }));
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 1, b: null }],
    [{}, []],
  ])('tells %j from %j', (one, other) => {
    expect(stableJson(one)).not.toBe(stableJson(other));
  });

  it('has something to say about nothing', () => {
    expect(stableJson(undefined)).toBe('');
  });
});
