import { io } from 'socket.io-client';
import { webhookAddressOf } from '../support/company';
import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { ChangePage } from '../../src/plugins/whatsapp/contracts/inbox';
import { readBody } from '../support/api-client';
import { endScene, setScene } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { fire, webhookWith } from './load';

const RUNS = 3;
const CLIENTS = 10;
const SINGLES = 3_000;
const BATCHES = 100;
const SCREEN_MESSAGES = 200;
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

  it(
    'brings a message to an open screen',
    async () => {
      const socket = io(stack.strapiUrl, {
        path: '/whatsapp/socket',
        auth: { token: scene.api.token },
        transports: ['websocket'],
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      const seenAt = new Map<string, number>();
      const page = async (after: number) =>
        readBody(ChangePage, await scene.api.get(`/whatsapp/changes?after=${after}&limit=500`));
      let cursor = 0;
      for (let more = true; more; ) {
        const { meta } = await page(cursor);
        cursor = meta.cursor;
        more = meta.hasMore;
      }
      let asking = Promise.resolve();
      socket.on('changed', () => {
        asking = asking.then(async () => {
          const { data, meta } = await page(cursor);
          cursor = meta.cursor;
          for (const { content } of data.messages) seenAt.set(JSON.stringify(content), performance.now());
        });
      });

      const delays: number[] = [];
      for (let n = 0; n < SCREEN_MESSAGES; n += 1) {
        const text = `To the screen ${n}`;
        const key = JSON.stringify({ type: 'text', body: text });
        const since = performance.now();
        stack.graph.customers.write({ phoneNumberId: scene.meta.number.id, from: '15550100009', text });
        await eventually(() => {
          expect(seenAt.has(key)).toBe(true);
        });
        delays.push((seenAt.get(key) ?? Infinity) - since);
      }
      socket.disconnect();
      keep(`realtime.${database}.webhookToScreen.p50Ms`, 'ms', [percentile(delays, 0.5)]);
      keep(`realtime.${database}.webhookToScreen.p95Ms`, 'ms', [percentile(delays, 0.95)]);
    },
    TIMEOUT_MS,
  );
});
