import { titleOf } from './title';

describe('the title of the tab', () => {
  it.each([
    [0, 'Conversations'],
    [3, '(3) Conversations'],
    [250, '(99+) Conversations'],
  ])('tells that %i messages wait', (unread, title) => {
    expect(titleOf('Conversations', unread)).toBe(title);
  });
});
