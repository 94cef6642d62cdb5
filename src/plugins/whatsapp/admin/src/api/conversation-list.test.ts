import fc from 'fast-check';
import { aChangePage, aConversation, lastAt } from '../../test-support/inbox-rows';
import {
  listOfConversations,
  unreadTotal,
  withChangedConversations,
  withConversation,
  withConversationRead,
  withNextPage,
} from './conversation-list';

const at = (minute: number) => lastAt(new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString());
const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

const list = listOfConversations({
  data: [aConversation('c', at(30)), aConversation('b', at(20)), aConversation('a', at(10))],
  meta: { nextCursor: 'next', changeCursor: 100 },
});

describe('the conversation list', () => {
  it('moves a conversation to the top when something is said in it', () => {
    const page = aChangePage({ cursor: 101, conversations: [aConversation('a', at(40))] });
    const changed = withChangedConversations(list, { after: 100, page });
    expect(ids(changed)).toEqual(['a', 'c', 'b']);
    expect(changed.changeCursor).toBe(101);
  });

  it('keeps untouched rows the same objects, so that they are not drawn again', () => {
    const page = aChangePage({ cursor: 101, conversations: [aConversation('a', at(40))] });
    const changed = withChangedConversations(list, { after: 100, page });
    expect(changed.items[1]).toBe(list.items[0]);
    expect(changed.items[2]).toBe(list.items[1]);
  });

  it('takes in a new conversation', () => {
    const page = aChangePage({ cursor: 101, conversations: [aConversation('new', at(50))] });
    expect(ids(withChangedConversations(list, { after: 100, page }))).toEqual(['new', 'c', 'b', 'a']);
  });

  it('leaves a conversation beyond the last loaded page to its page', () => {
    const page = aChangePage({ cursor: 101, conversations: [aConversation('old', at(1))] });
    expect(ids(withChangedConversations(list, { after: 100, page }))).toEqual(['c', 'b', 'a']);
    const complete = { ...list, nextCursor: null };
    expect(ids(withChangedConversations(complete, { after: 100, page }))).toEqual(['c', 'b', 'a', 'old']);
  });

  it('ignores an answer that was read before the list itself', () => {
    const page = aChangePage({ cursor: 99, conversations: [aConversation('a', at(40))] });
    expect(withChangedConversations(list, { after: 90, page })).toBe(list);
  });

  it('ignores an answer that would leave a gap behind it', () => {
    const page = aChangePage({ cursor: 130, conversations: [aConversation('a', at(40))] });
    expect(withChangedConversations(list, { after: 120, page })).toBe(list);
  });

  it('keeps what changes have told when a page repeats a row', () => {
    const page = {
      data: [aConversation('a', at(10)), aConversation('z', at(5))],
      meta: { nextCursor: null, changeCursor: 100 },
    };
    const changes = aChangePage({ cursor: 105, conversations: [aConversation('a', at(45))] });
    const merged = withNextPage(withChangedConversations(list, { after: 100, page: changes }), page);
    expect(ids(merged)).toEqual(['a', 'c', 'b', 'z']);
  });

  it('goes back to the cursor of a page that was read earlier, so that the gap is asked for', () => {
    const page = { data: [aConversation('z', at(5))], meta: { nextCursor: null, changeCursor: 97 } };
    expect(withNextPage(list, page)).toMatchObject({ nextCursor: null, changeCursor: 97 });
  });

  it('is the same whatever the order in which rows arrive', () => {
    const rows = [1, 2, 3, 4, 5].map((n) => aConversation(`r${n}`, at(n % 3)));
    const sorted = (data: typeof rows) =>
      ids(listOfConversations({ data, meta: { nextCursor: null, changeCursor: 0 } }));
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(sorted(shuffled)).toEqual(sorted(rows));
      }),
    );
  });

  it('puts conversations without a message last', () => {
    const page = aChangePage({ cursor: 101, conversations: [aConversation('empty', { lastMessage: null })] });
    expect(ids(withChangedConversations({ ...list, nextCursor: null }, { after: 100, page })).at(-1)).toBe(
      'empty',
    );
  });
});

describe('reading a conversation', () => {
  const unread = { ...list, items: list.items.map((item) => ({ ...item, unreadCount: 2 })) };

  it('clears its badge and no other', () => {
    const read = withConversationRead(unread, aConversation('b', at(20)));
    expect(read.items.map(({ unreadCount }) => unreadCount)).toEqual([2, 0, 2]);
    expect(unreadTotal(read.items)).toBe(4);
  });

  it('leaves the badge of a message that came meanwhile', () => {
    const read = withConversationRead(unread, aConversation('b', at(15)));
    expect(unreadTotal(read.items)).toBe(6);
  });

  it('drops a conversation that is no longer this member’s to see, and remembers that it was there', () => {
    const changed = withChangedConversations(list, {
      after: 100,
      page: aChangePage({ cursor: 101, gone: ['c'] }),
    });
    expect(ids(changed)).toEqual(['b', 'a']);
    expect(changed.goneIds).toEqual(['c']);
    expect(changed.changeCursor).toBe(101);
  });

  it('takes a conversation back when it is given to this member again', () => {
    const without = withChangedConversations(list, {
      after: 100,
      page: aChangePage({ cursor: 101, gone: ['c'] }),
    });
    const page = aChangePage({ cursor: 102, conversations: [aConversation('c', at(30))] });
    const back = withChangedConversations(without, { after: 101, page });
    expect(ids(back)).toEqual(['c', 'b', 'a']);
    expect(back.goneIds).toEqual([]);
  });

  it('drops nothing for an answer that is older than the list', () => {
    const page = aChangePage({ cursor: 99, gone: ['c'] });
    expect(withChangedConversations(list, { after: 98, page })).toBe(list);
  });

  it('puts a row that was changed by hand in its place', () => {
    const assignee = { id: 'member-1', name: 'Olga Owner' };
    const changed = withConversation(list, aConversation('b', { ...at(20), assignee }));
    expect(ids(changed)).toEqual(['c', 'b', 'a']);
    expect(changed.items[1]?.assignee).toEqual(assignee);
  });
});
