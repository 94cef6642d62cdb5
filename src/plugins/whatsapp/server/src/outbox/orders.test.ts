import type { MessageReported } from '../../../contracts/bridge';
import { ProviderStatus } from '../../../contracts/status';
import { afterReport } from '../ingest/apply-reported';
import type { MessageRow } from '../store';
import { messageRow } from '../store/message-row.fixture';
import { afterOutcome, type Outcome } from './settle';

const now = new Date('2026-03-01T10:00:00.000Z');

/** One thing that may become known about a send: the answer to our request, or a report of WhatsApp's. */
type News = 'accepted' | 'lost' | ProviderStatus;

const OUTCOMES: Partial<Record<News, Outcome>> = {
  accepted: { type: 'accepted', receipt: { messageId: 'wamid.1' } },
  lost: { type: 'unknown', report: { kind: 'unknown-outcome', message: 'Lost' } },
};

const reportOf = (status: ProviderStatus): MessageReported => ({
  type: 'message.reported',
  messageId: 'wamid.1',
  clientRef: 'm1.1',
  status,
  at: now.toISOString(),
});

const hear = (message: MessageRow, news: News): MessageRow => {
  const outcome = OUTCOMES[news];
  return outcome
    ? (afterOutcome(message, outcome, now) ?? message)
    : afterReport(message, reportOf(ProviderStatus.parse(news)));
};

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      );

const subsets = <Item>(items: readonly Item[]): Item[][] =>
  items.reduce<Item[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);

const REPORTS = ProviderStatus.options;

describe.each(['accepted', 'lost'] as const)('when the answer is %s', (answer) => {
  const cases = subsets(REPORTS).map((reports) => [reports.join(', ') || 'no report', reports] as const);

  it.each(cases)('every order with %s ends in the same state', (_name, reports) => {
    const ends = permutations<News>([answer, ...reports]).map((order) => {
      const { failure: _failure, ...end } = order.reduce(hear, messageRow());
      return end;
    });
    // Times and ids included: of a lost answer nothing is left once a report has said what happened.
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]?.dueAt).toBeNull();
  });

  it.each(cases)('everything twice with %s is the same as once', (_name, reports) => {
    const news: News[] = [answer, ...reports];
    const once = news.reduce(hear, messageRow());
    expect([...news, ...news].reduce(hear, messageRow())).toEqual(once);
  });
});

it('ends as unknown only where nobody ever heard of it', () => {
  expect(hear(messageRow(), 'lost').status).toBe('unknown');
  for (const status of REPORTS) expect(hear(hear(messageRow(), 'lost'), status).status).toBe(status);
});
