import type { MessageReported } from '../../src/plugins/whatsapp/contracts/bridge';
import { MessageStatus, TRANSITIONS } from '../../src/plugins/whatsapp/contracts/status';
import type { ProviderStatus } from '../../src/plugins/whatsapp/contracts/status';
import { afterReport } from '../../src/plugins/whatsapp/server/src/ingest/apply-reported';
import { afterOutcome } from '../../src/plugins/whatsapp/server/src/outbox/settle';
import type { Outcome } from '../../src/plugins/whatsapp/server/src/outbox/settle';
import type { MessageRow } from '../../src/plugins/whatsapp/server/src/store';
import { messageRow } from '../../src/plugins/whatsapp/server/src/store/message-row.fixture';

/** Something that is learnt about a message: how the send ended, or what WhatsApp says of a try. */
interface Happening {
  name: string;
  apply(message: MessageRow): MessageRow;
}

const NOW = new Date('2026-03-01T10:00:00.000Z');
const ANSWERS = ['accepted', 'refused', 'unknown', 'none'] as const;
type Answer = (typeof ANSWERS)[number];

const OUTCOMES: Record<Exclude<Answer, 'none'>, (attempt: number) => Outcome> = {
  accepted: (attempt) => ({ type: 'accepted', receipt: { messageId: `wamid.${attempt}` } }),
  refused: () => ({ type: 'refused', report: { kind: 'rejected', message: 'No' } }),
  unknown: () => ({ type: 'unknown', report: { kind: 'unknown-outcome', message: 'Lost' } }),
};

const answered = (answer: Answer, attempt: number): Happening[] =>
  answer === 'none'
    ? []
    : [{ name: answer, apply: (row) => afterOutcome(row, OUTCOMES[answer](attempt), NOW) ?? row }];

const reported = (status: ProviderStatus, attempt: number): Happening => {
  const report: MessageReported = {
    type: 'message.reported',
    messageId: `wamid.${attempt}`,
    clientRef: `m1.${attempt}`,
    status,
    at: NOW.toISOString(),
    ...(status === 'failed' ? { error: { kind: 'rejected' as const, message: 'Failed' } } : {}),
  };
  return { name: `${status}.${attempt}`, apply: (row) => afterReport(row, report) };
};

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      );

const subsets = <Item>(items: readonly Item[]): Item[][] =>
  items.reduce<Item[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);

/** What people see of it, and by which id it is known to WhatsApp. */
const seen = ({ status, messageId, failure, dueAt }: MessageRow) => ({
  status,
  messageId,
  hasFailure: failure !== null,
  isWaiting: dueAt !== null,
});

const steps = new Set<string>();

/** Applies them in turn, and remembers every change of state. */
const run = (start: MessageRow, order: readonly Happening[]): MessageRow =>
  order.reduce((row, happening) => {
    const next = happening.apply(row);
    if (next.status !== row.status) steps.add(`${row.status} ${next.status}`);
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

const ARRIVED = ['played', 'read', 'delivered'] as const;
const has = (reports: readonly string[], ...names: string[]): boolean =>
  names.some((name) => reports.includes(name));
const BY_ANSWER: Record<Answer, MessageStatus> = {
  accepted: 'sent',
  refused: 'failed',
  unknown: 'unknown',
  none: 'sending',
};

/** What is true once all is known, whatever came first. */
const truth = (answer: Answer, reports: readonly string[]): MessageStatus => {
  const arrived = ARRIVED.find((status) => has(reports, `${status}.1`, `${status}.2`));
  if (arrived) return arrived;
  // The first try was given up for a second one: that it got through counts, that it failed does not.
  if (has(reports, 'sent.1')) return 'sent';
  if (has(reports, 'failed.2')) return 'failed';
  return has(reports, 'sent.2') ? 'sent' : BY_ANSWER[answer];
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
      Object.keys(TRANSITIONS[from]).map((to) => `${from} ${to}`),
    );
    expect([...steps].filter((step) => !allowed.includes(step))).toEqual([]);
  });
});
