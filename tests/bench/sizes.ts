/** Numbers that the environment may change: smaller for a look, larger for the published figures. */
const numberOf = (name: string, fallback: number): number => {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} is "${text}": it must be a whole number, 1 or more`);
  return value;
};

export const RUNS = numberOf('BENCH_RUNS', 3);
/** `--full`: the sizes that the aims speak of. */
const isFull = process.env.BENCH_FULL === '1';

export const INBOX_SIZE = {
  companies: numberOf('BENCH_COMPANIES', isFull ? 100 : 20),
  conversations: numberOf('BENCH_CONVERSATIONS', isFull ? 100_000 : 5_000),
  longChats: 20,
  /** Messages that each long chat has beside its last. */
  longChatMessages: numberOf('BENCH_LONG_CHAT', 500),
};

export const INBOX_CALLS = numberOf('BENCH_CALLS', 150);
export const SOAK_SECONDS = numberOf('BENCH_SECONDS', 600);
/** As many go out as come in; Meta reports three statuses of each that goes out. */
export const SOAK_PER_SECOND = numberOf('BENCH_SOAK_RATE', 80);
/** Of those that go out: what people send, each by a request of its own. A mailing left the others in the outbox. */
export const SOAK_PEOPLE_PER_SECOND = numberOf('BENCH_SOAK_PEOPLE', 4);
export const STREAM_SECONDS = numberOf('BENCH_STREAM_SECONDS', 30);
