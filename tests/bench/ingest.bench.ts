import { webhookAddressOf } from '../support/company';
import { untilProcessed } from '../support/inbound-log';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { endScene, setScene } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { fire, webhookWith } from './load';

const RUNS = 3;
const CLIENTS = 10;
const SINGLES = 3_000;
const BATCHES = 100;
const TIMEOUT_MS = 600_000;

afterAll(report);

describe.each<DatabaseKind>(['sqlite', 'postgres'])('ingest on %s', (database) => {
  let stack: Stack;
  let scene: Scene;
  let address: string;

  beforeAll(async () => {
    stack = await startStack({ database, env: { LOG_LEVEL: 'warn', WHATSAPP_LOG_LEVEL: 'warn' } });
    scene = await setScene(stack);
    address = (await webhookAddressOf(scene.company)).url;
    await fire(
      address,
      Array.from({ length: 500 }, () => webhookWith(1, scene.meta)),
      CLIENTS,
    );
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
        const volley = await fire(
          address,
          Array.from({ length: SINGLES }, () => webhookWith(1, scene.meta)),
          CLIENTS,
        );
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
        const shots = Array.from({ length: BATCHES }, () => webhookWith(100, scene.meta));
        await settle();
        const before = await stored();
        const since = performance.now();
        await fire(address, shots, CLIENTS);
        await settle();
        expect((await stored()) - before).toBe(BATCHES * 100);
        rates.push((BATCHES * 100) / ((performance.now() - since) / 1000));
      }
      keep(`ingest.${database}.batch100.storedPerSec`, '/s', rates);
    },
    TIMEOUT_MS,
  );
});
