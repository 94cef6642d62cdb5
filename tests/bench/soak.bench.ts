import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene, say, setScene } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { report } from './figures';
import { until } from './load';
import { SOAK_PER_SECOND, SOAK_SECONDS } from './sizes';
import { recordSoak } from './soak-record';
import type { SoakRecord } from './soak-record';

const NUMBERS = 4;
/** Of each number: so many that no customer gets more than Meta's one message in six seconds. */
const CHATS = 160;
const TIMEOUT_MS = (SOAK_SECONDS + 900) * 1_000;

interface Chat {
  scene: Scene;
  id: string;
  from: string;
}

afterAll(report);

/** 320 webhooks a second, each in a request of its own, for as long as it is told to. */
describe('a long time on postgres', () => {
  let stack: Stack;
  /** Numbers take turns. */
  let chats: Chat[];
  let record: SoakRecord;

  const customerWrites = (scene: Scene, from: string, text: string): unknown =>
    stack.graph.customers.write({ phoneNumberId: scene.meta.number.id, from, text });

  const openChats = async (scene: Scene): Promise<Chat[]> => {
    for (let chat = 0; chat < CHATS; chat += 1) customerWrites(scene, String(15550100000 + chat), 'Hello');
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
      env: { LOG_LEVEL: 'warn', WHATSAPP_LOG_LEVEL: 'warn' },
    });
    stack.graph.configure({
      statuses: { sentAfterMs: 100, deliveredAfterMs: 100, readAfterMs: 100 },
      webhooks: { maxUpdates: 1, gatherMs: 0, concurrency: 100 },
    });
    const ofNumbers: Chat[][] = [];
    for (let number = 0; number < NUMBERS; number += 1)
      ofNumbers.push(await openChats(await setScene(stack)));
    chats = Array.from({ length: CHATS }, (_, chat) =>
      ofNumbers.flatMap((ofOne) => ofOne[chat] ?? []),
    ).flat();
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

  it(
    'takes 320 webhooks a second, loses nothing, sends once, and does not grow',
    async () => {
      const before = await storedMessages();
      record = recordSoak(stack);
      const answer = async (n: number): Promise<void> => {
        const { scene, id } = chats[n % chats.length] as Chat;
        const since = performance.now();
        await say(scene, id, `Answer ${n}`);
        record.acceptedMs.push(performance.now() - since);
      };

      const count = SOAK_SECONDS * SOAK_PER_SECOND;
      const answers: Promise<unknown>[] = [];
      const start = performance.now();
      for (let n = 0; n < count; n += 1) {
        await until(start + (n * 1_000) / SOAK_PER_SECOND);
        answers.push(answer(n).catch((error: unknown) => record.failures.push(String(error))));
        const { scene, from } = chats[n % chats.length] as Chat;
        customerWrites(scene, from, `Question ${n}`);
      }
      await Promise.all(answers);
      const seconds = (performance.now() - start) / 1_000;
      expect(new Set(record.failures)).toEqual(new Set());

      await eventually(() => expect(stack.graph.ledger.accepted.total).toBeGreaterThanOrEqual(count), {
        deadlineMs: 300_000,
      });
      await stack.graph.drain(300_000);
      await untilProcessed(stack);
      await eventually(async () => expect(await waitingMessages()).toBe(0), { deadlineMs: 120_000 });
      await record.end();
      record.keepFigures(seconds);

      expect(new Set(record.failures)).toEqual(new Set());
      expect([...record.timesSent.values()].filter((times) => times !== 1)).toEqual([]);
      expect(record.timesSent.size).toBe(count);
      expect((await storedMessages()) - before).toBe(2 * count);
    },
    TIMEOUT_MS,
  );
});
