import { lowestCursor } from './change-cursor';

describe('the cursor to ask from', () => {
  it('is that of the list which is furthest behind', () => {
    expect(lowestCursor([30, 10, 20])).toBe(10);
  });

  it('is none while nothing is cached', () => {
    expect(lowestCursor([])).toBeNull();
  });
});
