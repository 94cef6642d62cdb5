import { webhookAddressOf } from '../support/company';
import { untilProcessed } from '../support/inbound-log';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { endScene, setScene } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { fire, webhookWith } from './load';
import type { Volley } from './load';

const RUNS = 3;
/** How many clients bring the webhooks of each company: ten in all. */
const COMPANIES = [3, 3, 2, 2];
const SINGLES = 3_000;
const BATCHES = 100;
const TIMEOUT_MS = 600_000;

interface Source {
  meta: Scene['meta'];
  address: string;
}

const newSource = async (stack: Stack): Promise<Source> => {
  const { meta, company } = await setScene(stack);
  return { meta, address: (await webhookAddressOf(company)).url };
};

/** So many webhooks of so many messages each, of all companies at once. `since` begins once they are all signed. */
const fireAll = async (
  sources: Source[],
  { webhooks, messages }: { webhooks: number; messages: number },
): Promise<Volley & { since: number }> => {
  const each = webhooks / sources.length;
  const shots = sources.map(({ meta }) => Array.from({ length: each }, () => webhookWith(messages, meta)));
  const since = performance.now();
  const volleys = await Promise.all(
    sources.map(({ address }, index) => fire(address, shots[index] ?? [], COMPANIES[index] ?? 0)),
  );
  const statuses = new Map<number, number>();
  for (const [status, count] of volleys.flatMap((volley) => [...volley.statuses]))
    statuses.set(status, (statuses.get(status) ?? 0) + count);
  return {
    since,
    statuses,
    seconds: Math.max(...volleys.map(({ seconds }) => seconds)),
    latenciesMs: volleys.flatMap(({ latenciesMs }) => latenciesMs),
  };
};

afterAll(report);

describe.each<DatabaseKind>(['sqlite', 'postgres'])('ingest on %s', (database) => {
  let stack: Stack;
  /** Of companies that know nothing of each other, as it is where so much comes in. */
  let sources: Source[];

  beforeAll(async () => {
    stack = await startStack({ database, env: { LOG_LEVEL: 'warn', WHATSAPP_LOG_LEVEL: 'warn' } });
    sources = await Promise.all(COMPANIES.map(() => newSource(stack)));
    await fireAll(sources, { webhooks: 500, messages: 1 });
  }, TIMEOUT_MS);
  afterAll(() => endScene(stack));

  const settle = () => untilProcessed(stack);
  const stored = async () => Number((await stack.database()('whatsapp_messages').count({ n: '*' }))[0]?.n);

  it(
    'acknowledges single-message webhooks',
    async () => {
      const rates: number[] = [];
      const p50: number[] = [];
      const p99: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        await settle();
        const before = await stored();
        const volley = await fireAll(sources, { webhooks: SINGLES, messages: 1 });
        expect([...volley.statuses]).toEqual([[200, SINGLES]]);
        await settle();
        expect((await stored()) - before).toBe(SINGLES);
        rates.push(SINGLES / volley.seconds);
        p50.push(percentile(volley.latenciesMs, 0.5));
        p99.push(percentile(volley.latenciesMs, 0.99));
      }
      keep(`ingest.${database}.single.ackPerSec`, '/s', rates);
      keep(`ingest.${database}.single.p50Ms`, 'ms', p50);
      keep(`ingest.${database}.single.p99Ms`, 'ms', p99);
    },
    TIMEOUT_MS,
  );

  it(
    'stores batches of 100 messages',
    async () => {
      const rates: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        await settle();
        const before = await stored();
        const { since } = await fireAll(sources, { webhooks: BATCHES, messages: 100 });
        await settle();
        expect((await stored()) - before).toBe(BATCHES * 100);
        rates.push((BATCHES * 100) / ((performance.now() - since) / 1000));
      }
      keep(`ingest.${database}.batch100.storedPerSec`, '/s', rates);
    },
    TIMEOUT_MS,
  );
});
