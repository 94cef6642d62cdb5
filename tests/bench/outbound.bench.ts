import { eventually } from '../support/eventually';
import { queueMessages } from '../support/queued-messages';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { conversationsOf, endScene, say, setScene, startChat } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { cpuSecondsOf } from './process-use';

const RUNS = 3;
const NUMBERS = 10;
/** So many to each as Meta's limit per person allows in all runs together. */
const CHATS = 80;
const PER_CHAT = 5;
const GRAPH_MS = 50;
const REPLIES = 100;
const TIMEOUT_MS = 900_000;

afterAll(report);

/**
 * From the outbox to Meta. A request to Graph takes 50 ms; the simulated Meta holds 80 messages per second and number
 * against us, as the real one does. Numbers without a webhook: what reports cost is measured by the ingest.
 */
describe.each<DatabaseKind>(['postgres', 'sqlite'])('outbound on %s', (database) => {
  let stack: Stack;
  let scenes: Scene[];

  beforeAll(async () => {
    stack = await startStack({
      database,
      env: {
        LOG_LEVEL: 'warn',
        WHATSAPP_LOG_LEVEL: 'warn',
        // For example a profiler: `--require /tmp/profile.cjs`.
        ...(process.env.BENCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS } : {}),
      },
    });
    stack.graph.configure({
      statuses: { skip: ['sent', 'delivered', 'read'] },
    });
    stack.graph.faults.add({ kind: 'latency', ms: GRAPH_MS });
    scenes = [];
    for (let number = 0; number < NUMBERS; number += 1) {
      const scene = await setScene(stack);
      await startChat(stack, scene, '15550100000');
      for (let chat = 1; chat < CHATS; chat += 1)
        stack.graph.customers.write({
          phoneNumberId: scene.meta.number.id,
          from: String(15550100000 + chat),
          text: 'Hello',
        });
      await eventually(async () => expect(await conversationsOf(scene)).toHaveLength(CHATS), {
        deadlineMs: 30_000,
      });
      scenes.push(scene);
    }
  }, TIMEOUT_MS);
  afterAll(() => endScene(stack), TIMEOUT_MS);

  const accepted = () => stack.graph.ledger.accepted;
  const waiting = async () => {
    const [row] = await stack.database()('whatsapp_messages').whereNotNull('due_at').count({ n: '*' });
    return Number(row?.n);
  };

  /** Empties a filled outbox; gives messages per second between Meta's first and last, and CPU per message. */
  const drain = async (used: Scene[]) => {
    accepted().clear();
    const { strapi, bridge } = stack;
    const before = [strapi, bridge].map((one) => cpuSecondsOf(one.pid()));
    let count = 0;
    for (const { company } of used)
      count += await queueMessages(stack.database(), { tenantId: company.tenant.id, perChat: PER_CHAT });
    await eventually(() => expect(accepted().entries).toHaveLength(count), {
      deadlineMs: 300_000,
      pollMs: 100,
    });
    const times = accepted().entries.map(({ at }) => Date.parse(at));
    const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
    const [ofStrapi = 0, ofBridge = 0] = [strapi, bridge].map(
      (one, index) => ((cpuSecondsOf(one.pid()) - (before[index] ?? 0)) * 1_000) / count,
    );
    const copies = new Set(accepted().entries.map(({ reference }) => reference?.split('.')[0]));
    expect(copies.size).toBe(count);
    await eventually(async () => expect(await waiting()).toBe(0), { deadlineMs: 60_000 });
    return { perSecond: count / seconds, ofStrapi, ofBridge };
  };

  const measure = async (name: string, used: Scene[]): Promise<void> => {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await drain(used));
    keep(
      `outbound.${database}.${name}.sentPerSec`,
      '/s',
      runs.map(({ perSecond }) => perSecond),
    );
    keep(
      `outbound.${database}.${name}.strapiCpuMs`,
      'ms',
      runs.map(({ ofStrapi }) => ofStrapi),
    );
    keep(
      `outbound.${database}.${name}.bridgeCpuMs`,
      'ms',
      runs.map(({ ofBridge }) => ofBridge),
    );
  };

  it('sends from one number', () => measure('oneNumber', scenes.slice(0, 1)), TIMEOUT_MS);
  it('sends from ten numbers', () => measure('tenNumbers', scenes), TIMEOUT_MS);

  it(
    "brings a person's reply to Meta",
    async () => {
      const scene = scenes.at(-1) as Scene;
      const chats = await conversationsOf(scene);
      const runs: number[][] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const delays: number[] = [];
        for (let n = 0; n < REPLIES; n += 1) {
          const { id } = await say(scene, chats[n % chats.length]?.id ?? '', 'A reply');
          const keptAt = Date.now();
          const isIt = ({ reference }: { reference: string | null }) => reference?.startsWith(`${id}.`);
          await eventually(() => expect(accepted().entries.some(isIt)).toBe(true), { pollMs: 5 });
          delays.push(Date.parse(accepted().entries.find(isIt)?.at ?? '') - keptAt);
        }
        runs.push(delays);
      }
      for (const [name, share] of [
        ['p50Ms', 0.5],
        ['p99Ms', 0.99],
      ] as const) {
        keep(
          `outbound.${database}.queueToSent.${name}`,
          'ms',
          runs.map((delays) => percentile(delays, share)),
        );
      }
    },
    TIMEOUT_MS,
  );
});
