import { MessageStatus, TRANSITIONS } from '../../src/plugins/whatsapp/contracts/status';
import type { ProviderStatus } from '../../src/plugins/whatsapp/contracts/status';
import type { MessageRow } from '../../src/plugins/whatsapp/server/src/store';
import { messageRow } from '../../src/plugins/whatsapp/server/src/store/message-row.fixture';
import { ANSWERS, answered, permutations, reported, seen, subsets, truth } from '../support/message-orders';
import type { Happening } from '../support/message-orders';

const steps = new Set<string>();

/** Applies them in turn, and remembers from which state each led to which. */
const run = (start: MessageRow, order: readonly Happening[]): MessageRow =>
  order.reduce((row, happening) => {
    const next = happening.apply(row);
    steps.add(`${row.status} ${next.status}`);
    return next;
  }, start);

/** Every order ends as `expected` says, and so does every order with each of them twice. */
const endsAlike = (start: MessageRow, happenings: readonly Happening[], expected: MessageStatus): void => {
  const names = happenings.map(({ name }) => name).join(', ');
  const ends = new Set<string>();
  for (const order of permutations(happenings)) {
    ends.add(JSON.stringify(seen(run(start, order))));
    ends.add(JSON.stringify(seen(run(start, [...order, ...order]))));
    ends.add(
      JSON.stringify(
        seen(
          run(
            start,
            order.flatMap((one) => [one, one]),
          ),
        ),
      ),
    );
  }
  expect({ names, ends: [...ends].map((end) => (JSON.parse(end) as { status: string }).status) }).toEqual({
    names,
    ends: [expected],
  });
};

describe.each(ANSWERS)('every order of what is learnt about a message whose send ended as %s', (answer) => {
  it('ends in the same state, also when each comes twice', () => {
    const start = messageRow({ attempts: 2 });
    for (const reports of subsets<ProviderStatus>(['sent', 'failed', 'delivered', 'read', 'played'])) {
      const happenings = [...answered(answer, 2), ...reports.map((status) => reported(status, 2))];
      endsAlike(
        start,
        happenings,
        truth(
          answer,
          reports.map((status) => `${status}.2`),
        ),
      );
    }
  });

  it('ends in the same state with late news of an earlier try among it', () => {
    const start = messageRow({ attempts: 2 });
    const both = (['sent', 'failed', 'delivered'] as const).flatMap((status) => [
      reported(status, 1),
      reported(status, 2),
    ]);
    for (const reports of subsets(both)) {
      const expected = truth(
        answer,
        reports.map(({ name }) => name),
      );
      endsAlike(start, [...answered(answer, 2), ...reports], expected);
    }
  });
});

describe('a message that waits to be sent again', () => {
  it('is taken out of the queue by the proof that the first try got through, and stays sent', () => {
    const waiting = messageRow({ attempts: 2, status: 'queued' });
    const proven = run(waiting, [reported('sent', 1)]);
    expect(seen(proven)).toEqual({
      status: 'sent',
      messageId: 'wamid.1',
      hasFailure: false,
      isWaiting: false,
    });
    expect(run(proven, [reported('failed', 2)]).status).toBe('sent');
  });

  it('goes on waiting when the first try failed', () => {
    const waiting = messageRow({ attempts: 2, status: 'queued' });
    expect(run(waiting, [reported('failed', 1)])).toEqual(waiting);
  });
});

describe('the table of transitions', () => {
  it('has every change of state that any order brought about', () => {
    expect(steps.size).toBeGreaterThan(12);
    const allowed = MessageStatus.options.flatMap((from) =>
      [from, ...Object.keys(TRANSITIONS[from])].map((to) => `${from} ${to}`),
    );
    expect([...steps].filter((step) => !allowed.includes(step))).toEqual([]);
  });
});
