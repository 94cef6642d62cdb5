import { nextIndex } from './list-keys';

describe('the keys of a list', () => {
  it.each([
    ['ArrowDown', 1, 2],
    ['ArrowDown', 4, 4],
    ['ArrowUp', 1, 0],
    ['ArrowUp', 0, 0],
    ['Home', 3, 0],
    ['End', 1, 4],
    ['ArrowDown', -1, 0],
    ['Enter', 2, null],
    ['a', 2, null],
  ])('%s leads from row %i of five to %p', (key, index, next) => {
    expect(nextIndex(key, index, 5)).toBe(next);
  });
});
