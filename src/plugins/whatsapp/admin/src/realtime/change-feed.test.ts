import type { ChangePage } from '../../../contracts/inbox';
import { aChangePage } from '../../test-support/inbox-rows';
import { createChangeFeed } from './change-feed';

/** Lets everything that is ready to run, run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A server with `newest` changes, handed out `size` at a time, and one list that follows them. */
const harness = ({ newest, cursor, size = 10 }: { newest: number; cursor: number | null; size?: number }) => {
  const state = { newest, cursor, asked: [] as number[], open: [] as (() => void)[], holds: false };
  const answer = (after: number): ChangePage => {
    const upTo = Math.min(state.newest, after + size);
    return aChangePage({ cursor: upTo, hasMore: upTo < state.newest });
  };
  const feed = createChangeFeed({
    cursor: () => state.cursor,
    pull: async (after) => {
      state.asked.push(after);
      const page = answer(after);
      await new Promise<void>((resolve) => (state.holds ? state.open.push(resolve) : resolve()));
      return page;
    },
    apply: ({ page }) => {
      state.cursor = Math.max(state.cursor ?? 0, page.meta.cursor);
    },
  });
  return { feed, state };
};

describe('the change feed', () => {
  it('asks until there is no more', async () => {
    const { feed, state } = harness({ newest: 25, cursor: 0 });
    feed.poke();
    await settled();
    expect(state.asked).toEqual([0, 10, 20]);
    expect(state.cursor).toBe(25);
  });

  it('has one request at a time, and one more for however many pokes came meanwhile', async () => {
    const { feed, state } = harness({ newest: 5, cursor: 0 });
    state.holds = true;
    feed.poke();
    feed.poke();
    feed.poke(9);
    expect(state.asked).toEqual([0]);
    state.newest = 9;
    state.holds = false;
    state.open.forEach((open) => open());
    await settled();
    expect(state.asked).toEqual([0, 5]);
    expect(state.cursor).toBe(9);
  });

  it('does not ask for what a hint says and the lists know', async () => {
    const { feed, state } = harness({ newest: 7, cursor: 7 });
    feed.poke(7);
    await settled();
    expect(state.asked).toEqual([]);
  });

  it('has nothing to ask for before the first list is here', async () => {
    const { feed, state } = harness({ newest: 7, cursor: null });
    feed.poke();
    await settled();
    expect(state.asked).toEqual([]);
  });

  it('asks again from a list that arrived behind the others', async () => {
    const { feed, state } = harness({ newest: 8, cursor: 5 });
    state.holds = true;
    feed.poke();
    state.holds = false;
    state.cursor = 3;
    state.open.forEach((open) => open());
    feed.poke();
    await settled();
    expect(state.asked[0]).toBe(5);
    expect(state.cursor).toBe(8);
  });

  it('stops asking when answers lead nowhere', async () => {
    const asked: number[] = [];
    const feed = createChangeFeed({
      cursor: () => 4,
      pull: (after) => {
        asked.push(after);
        return Promise.resolve(aChangePage({ cursor: 4, hasMore: true }));
      },
      apply: () => undefined,
    });
    feed.poke();
    await settled();
    expect(asked).toEqual([4]);
  });

  it('waits for the next poke when there is no answer', async () => {
    const answers: (ChangePage | null)[] = [null, aChangePage({ cursor: 6 })];
    const applied: number[] = [];
    const feed = createChangeFeed({
      cursor: () => applied.at(-1) ?? 4,
      pull: () => Promise.resolve(answers.shift() ?? null),
      apply: ({ page }) => applied.push(page.meta.cursor),
    });
    feed.poke();
    await settled();
    expect(applied).toEqual([]);
    feed.poke();
    await settled();
    expect(applied).toEqual([6]);
  });

  it('applies nothing after it was stopped', async () => {
    const { feed, state } = harness({ newest: 5, cursor: 0 });
    state.holds = true;
    feed.poke();
    feed.stop();
    state.open.forEach((open) => open());
    await settled();
    expect(state.cursor).toBe(0);
    feed.poke();
    expect(state.asked).toEqual([0]);
  });
});
