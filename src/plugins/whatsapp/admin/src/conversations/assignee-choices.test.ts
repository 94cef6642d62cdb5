import { assigneeChoices } from './assignee-choices';

describe('whom a conversation can be given to', () => {
  it('is oneself first, then the colleagues by name', () => {
    const people = [
      { id: '1', name: 'Zoe' },
      { id: '2', name: 'Me' },
      { id: '3', name: 'Álvaro' },
    ];
    expect(assigneeChoices({ people, meId: '2' })).toEqual([
      { id: '2', name: 'Me', isMe: true },
      { id: '3', name: 'Álvaro', isMe: false },
      { id: '1', name: 'Zoe', isMe: false },
    ]);
  });
});
