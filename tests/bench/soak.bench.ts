import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { queueMessages } from '../support/queued-messages';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene, say, setScene } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { report } from './figures';
import { until } from './load';
import { SOAK_PEOPLE_PER_SECOND, SOAK_PER_SECOND, SOAK_SECONDS } from './sizes';
import { recordSoak } from './soak-record';
import type { SoakRecord } from './soak-record';

const NUMBERS = 4;
/** Of each number: so many that no customer gets more than Meta's one message in six seconds. */
const CHATS = 160;
const TIMEOUT_MS = (SOAK_SECONDS + 900) * 1_000;

interface SoakNumber {
  scene: Scene;
  chats: Chat[];
}

interface Chat {
  scene: Scene;
  id: string;
  from: string;
}

afterAll(report);

/** Numbers take turns: one mailing and some people's answers each quarter of a second. */
const TURN_MS = 1_000 / NUMBERS;
const PER_TURN = Math.round(SOAK_PER_SECOND / NUMBERS);
const OF_PEOPLE = Math.min(PER_TURN, Math.round(SOAK_PEOPLE_PER_SECOND / NUMBERS));

/** 320 webhooks a second, each in a request of its own, for as long as it is told to. */
describe('a long time on postgres', () => {
  let stack: Stack;
  let numbers: SoakNumber[];
  let record: SoakRecord;

  const customerWrites = (scene: Scene, from: string, text: string): unknown =>
    stack.graph.customers.write({ phoneNumberId: scene.meta.number.id, from, text });

  const openChats = async (scene: Scene): Promise<Chat[]> => {
    for (let chat = 0; chat < CHATS; chat += 1) customerWrites(scene, String(15550200000 + chat), 'Hello');
    const tenant = stack.database()('whatsapp_tenants').where({ document_id: scene.company.tenant.id });
    const rows = await eventually(
      async () => {
        const found = await stack
          .database()('whatsapp_conversations')
          .whereIn('tenant_id', tenant.clone().select('id'))
          .select<{ document_id: string; chat_id: string }[]>('document_id', 'chat_id');
        expect(found).toHaveLength(CHATS);
        return found;
      },
      { deadlineMs: 60_000 },
    );
    return rows.map(({ document_id: id, chat_id: from }) => ({ scene, id, from }));
  };

  beforeAll(async () => {
    stack = await startStack({
      database: 'postgres',
      env: {
        LOG_LEVEL: 'warn',
        WHATSAPP_LOG_LEVEL: 'warn',
        // For example a small heap, which tells what is kept from what is only not collected yet.
        ...(process.env.BENCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS } : {}),
      },
    });
    stack.graph.configure({
      statuses: { sentAfterMs: 100, deliveredAfterMs: 100, readAfterMs: 100 },
      webhooks: { maxUpdates: 1, gatherMs: 0, concurrency: 100 },
    });
    numbers = [];
    for (let number = 0; number < NUMBERS; number += 1) {
      const scene = await setScene(stack);
      numbers.push({ scene, chats: await openChats(scene) });
    }
    await untilProcessed(stack);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await record.end();
    await endScene(stack);
  }, TIMEOUT_MS);

  const storedMessages = async (): Promise<number> =>
    Number((await stack.database()('whatsapp_messages').count({ n: '*' }))[0]?.n);
  const waitingMessages = async (): Promise<number> =>
    Number((await stack.database()('whatsapp_messages').whereNotNull('due_at').count({ n: '*' }))[0]?.n);

  /** How many of those that went out Meta did not report as read, by what is known of them. */
  const unread = async (): Promise<unknown[]> =>
    stack
      .database()('whatsapp_messages')
      .where({ direction: 'out' })
      .whereNot({ status: 'read' })
      .groupBy('status', 'failure')
      .select('status', 'failure')
      .count({ n: '*' });

  it(
    'takes 320 webhooks a second, loses nothing, sends once, and does not grow',
    async () => {
      const before = await storedMessages();
      record = recordSoak(stack);
      const answer = async ({ scene, id }: Chat): Promise<void> => {
        const since = performance.now();
        await say(scene, id, 'An answer');
        record.acceptedMs.push(performance.now() - since);
      };
      const mail = async (scene: Scene, to: Chat[]): Promise<void> => {
        if (to.length === 0) return;
        const chatIds = to.map(({ from }) => from);
        await queueMessages(stack.database(), { tenantId: scene.company.tenant.id, perChat: 1, chatIds });
      };

      const turns = SOAK_SECONDS * NUMBERS;
      const count = turns * PER_TURN;
      const sending: Promise<unknown>[] = [];
      const keepFailure = (error: unknown): unknown => record.failures.push(String(error));
      const start = performance.now();
      for (let turn = 0; turn < turns; turn += 1) {
        const { scene, chats } = numbers[turn % NUMBERS] as SoakNumber;
        const first = Math.floor(turn / NUMBERS) * PER_TURN;
        const served = Array.from({ length: PER_TURN }, (_, n) => chats[(first + n) % CHATS] as Chat);
        sending.push(mail(scene, served.slice(OF_PEOPLE)).catch(keepFailure));
        for (const chat of served.slice(0, OF_PEOPLE)) sending.push(answer(chat).catch(keepFailure));
        for (const [n, { from }] of served.entries()) {
          await until(start + (turn + n / PER_TURN) * TURN_MS);
          customerWrites(scene, from, 'A question');
        }
      }
      await Promise.all(sending);
      const seconds = (performance.now() - start) / 1_000;
      expect(new Set(record.failures)).toEqual(new Set());

      await eventually(async () => expect(await waitingMessages()).toBe(0), { deadlineMs: 300_000 });
      await stack.graph.drain(300_000);
      await untilProcessed(stack);
      await record.end();
      record.keepFigures(seconds);

      expect(new Set(record.failures)).toEqual(new Set());
      expect(await unread()).toEqual([]);
      expect([...record.timesSent.values()].filter((times) => times !== 1)).toEqual([]);
      expect(record.timesSent.size).toBe(count);
      expect((await storedMessages()) - before).toBe(2 * count);
    },
    TIMEOUT_MS,
  );
});
