import type { TenantChanged } from '../store';
import { createHints } from './hints';

const changed = (cursor: number, tenantId = 1): TenantChanged => ({ tenantId, cursor });

const harness = ({ reachesHere = false } = {}) => {
  const state = { shown: [] as TenantChanged[], passed: [] as TenantChanged[], committed: 0, open: [1] };
  const hints = createHints({
    show: (one) => state.shown.push(one),
    pass: (all) => {
      state.passed.push(...all);
      return reachesHere;
    },
    listening: () => state.open,
    read: async (ids) => ids.map((tenantId) => changed(state.committed, tenantId)),
  });
  return { hints, state };
};

describe('hints', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('of a burst are one, here and elsewhere', async () => {
    const { hints, state } = harness();
    [1, 3, 2].forEach((cursor) => hints.add(changed(cursor)));
    await jest.advanceTimersByTimeAsync(50);
    expect([state.shown, state.passed]).toEqual([[changed(3)], [changed(3)]]);
  });

  it('that reach the screens here on their way to the others are not shown twice', async () => {
    const { hints, state } = harness({ reachesHere: true });
    hints.add(changed(1));
    await jest.advanceTimersByTimeAsync(50);
    expect([state.shown, state.passed]).toEqual([[], [changed(1)]]);
  });

  it('of others are shown once, however they are learned of, and passed on to nobody', async () => {
    const { hints, state } = harness();
    hints.hear(changed(5));
    hints.hear(changed(5));
    state.committed = 5;
    await hints.catchUp();
    expect([state.shown, state.passed]).toEqual([[changed(5)], []]);
  });

  it('that got lost are found in the database', async () => {
    const { hints, state } = harness();
    await hints.expect(1);
    state.committed = 7;
    await hints.catchUp();
    expect(state.shown).toEqual([changed(7)]);
  });

  it('are not given for what was committed before anybody listened', async () => {
    const { hints, state } = harness();
    state.committed = 7;
    await hints.expect(1);
    await hints.catchUp();
    expect(state.shown).toEqual([]);
  });

  it('are forgotten with the last screen of a company', async () => {
    const { hints, state } = harness();
    hints.hear(changed(7));
    state.open = [];
    await hints.catchUp();
    state.open = [1];
    state.committed = 7;
    await hints.catchUp();
    expect(state.shown).toHaveLength(2);
  });
});
