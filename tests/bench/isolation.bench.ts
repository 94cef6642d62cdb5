import { randomBytes } from 'node:crypto';
import { createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { keep, percentile, report } from './figures';

const ROWS = 60;
const CALLS = 400;
const RUNS = 5;
const TIMEOUT_MS = 600_000;

afterAll(report);

/**
 * The filter that the choke point adds to the statement behind a page of the inbox, against the same statement without
 * it, in turns on one connection; and the whole call over HTTP, which it is a part of.
 */
describe.each<DatabaseKind>(['sqlite', 'postgres'])('isolation on %s', (database) => {
  let stack: Stack;
  let company: IngestCompany;
  beforeAll(async () => {
    stack = await startStack({ database, env: { LOG_LEVEL: 'warn', WHATSAPP_LOG_LEVEL: 'warn' } });
    company = await createIngestCompany(stack);
    for (let row = 0; row < ROWS; row += 1) await company.openConversation(randomBytes(4).toString('hex'));
  }, TIMEOUT_MS);
  afterAll(() => stack.stop());

  const millisecondsOf = async (work: () => PromiseLike<unknown>): Promise<number> => {
    const before = performance.now();
    await work();
    return performance.now() - before;
  };

  const statement = (isFiltered: boolean) => {
    const connection = stack.database();
    const query = connection({ c: 'whatsapp_conversations' });
    const neighbours = {
      p: ['contacts', 'contact_id'],
      h: ['channels', 'channel_id'],
      m: ['messages', 'last_message_id'],
    };
    for (const [alias, [table, column]] of Object.entries(neighbours)) {
      void query.leftJoin({ [alias]: `whatsapp_${table}` }, (on) => {
        void on.on(`${alias}.id`, `c.${column}`);
        if (isFiltered) void on.andOn(`${alias}.tenant_id`, 'c.tenant_id');
      });
    }
    if (isFiltered) void query.whereIn('c.tenant_id', [1]);
    return query.where('c.tenant_id', 1).orderBy('c.last_message_at', 'desc').limit(30).select('c.*');
  };

  it(
    'costs this share of an inbox list call',
    async () => {
      for (let run = 0; run < RUNS; run += 1) {
        const [bare, filtered, calls]: [number[], number[], number[]] = [[], [], []];
        for (let call = 0; call < CALLS; call += 1) {
          bare.push(await millisecondsOf(() => statement(false)));
          filtered.push(await millisecondsOf(() => statement(true)));
          if (call % 4 === 0) {
            calls.push(await millisecondsOf(() => company.api.get('/whatsapp/conversations?limit=30')));
          }
        }
        const [without, withFilter, whole] = [bare, filtered, calls].map((times) => percentile(times, 0.5));
        const share = (((withFilter ?? 0) - (without ?? 0)) / (whole ?? 1)) * 100;
        keep(`isolation.${database}.list.run${run + 1}.callMs`, 'ms', [whole ?? 0]);
        keep(`isolation.${database}.list.run${run + 1}.share`, '%', [share]);
      }
    },
    TIMEOUT_MS,
  );
});
