import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from '../support/api-client';
import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { conversationsOf, endScene, messagesOf, setScene, startChat } from './scene';
import type { Scene } from './scene';

const Row = z.object({ document_id: z.string(), status: z.string(), failure: z.unknown() });

const CUSTOMERS = 12;
const INBOUND = 240;
const OUTBOUND = 60;

/** Four restarts of a process, and the time after which a dead sender's messages are given up. */
const TEST_TIMEOUT_MS = 480_000;

/** A person whose request is answered by nobody presses again, with the same client id. */
const sayUntilAccepted = (scene: Scene, conversationId: string, body: string): Promise<Message> => {
  const clientId = crypto.randomUUID();
  return eventually(
    async () =>
      readData(
        Message,
        await scene.api.post(`/whatsapp/conversations/${conversationId}/messages`, {
          clientId,
          content: { type: 'text', body },
        }),
      ),
    { deadlineMs: 120_000 },
  );
};

// On PostgreSQL the chaos suite does the same, and more.
describe('kill -9 in mid-load on sqlite', () => {
  let stack: Stack;
  let scene: Scene;

  beforeAll(async () => {
    stack = await startStack({ database: 'sqlite' });
    scene = await setScene(stack);
  });
  afterAll(() => endScene(stack));

  it(
    'loses and doubles nothing',
    async () => {
      const { graph } = stack;
      const numbers = Array.from({ length: CUSTOMERS }, (_, n) => `1555010${5000 + n}`);
      const chats = await Promise.all(numbers.map((from) => startChat(stack, scene, from, 'start')));
      graph.faults.add({ kind: 'latency', ms: 20, jitterMs: 60 });

      const writing = (async () => {
        for (let n = 0; n < INBOUND; n += 1) {
          graph.customers.write({
            phoneNumberId: scene.meta.number.id,
            from: numbers[n % CUSTOMERS] ?? '',
            text: `in ${n}`,
          });
          await pause(20);
        }
      })();
      const answering = (async () => {
        const accepted: Message[] = [];
        for (let n = 0; n < OUTBOUND; n += 1) {
          accepted.push(await sayUntilAccepted(scene, chats[n % CUSTOMERS]?.id ?? '', `out ${n}`));
        }
        return accepted;
      })();
      const killing = (async () => {
        for (const process of [stack.strapi, stack.bridge, stack.strapi, stack.bridge]) {
          await pause(700);
          await process.kill();
          await process.start();
        }
      })();

      const [accepted] = await Promise.all([answering, writing, killing]);
      await graph.drain(120_000);
      await untilProcessed(stack);

      // Everything that came in is there once, under its own customer.
      const received: string[] = [];
      for (const chat of await conversationsOf(scene)) {
        const customer = Number(chat.chatId.slice(-4)) - 5000;
        const incoming = (await messagesOf(scene, chat.id)).filter(({ direction }) => direction === 'in');
        const texts = incoming.flatMap(({ content }) => (content.type === 'text' ? [content.body] : []));
        expect(texts.slice(1).map((text) => Number(text.slice(3)) % CUSTOMERS)).toEqual(
          texts.slice(1).map(() => customer),
        );
        received.push(...texts.slice(1));
      }
      expect(received.sort()).toEqual(Array.from({ length: INBOUND }, (_, n) => `in ${n}`).sort());

      // Everything that was accepted from a person ends in a true state, and nothing reached a customer twice.
      const ids = new Set(accepted.map(({ id }) => id));
      expect(ids.size).toBe(OUTBOUND);

      // A message whose sender died before the request left is taken over within 15 s, and then shows as "may have been sent".
      const rows = await eventually(
        async () => {
          const all = z
            .array(Row)
            .parse(
              await stack
                .database()('whatsapp_messages')
                .select('document_id', 'status', 'failure')
                .whereNotNull('client_id'),
            );
          expect(all.filter(({ status }) => ['queued', 'sending', 'sent'].includes(status))).toEqual([]);
          return all;
        },
        { deadlineMs: 120_000 },
      );
      const copies = new Map<string, number>();
      for (const { reference } of graph.ledger.accepted.entries) {
        const id = reference?.split('.')[0] ?? '';
        copies.set(id, (copies.get(id) ?? 0) + 1);
      }
      expect([...copies].filter(([, count]) => count > 1)).toEqual([]);
      expect(rows.map(({ document_id: id }) => id).sort()).toEqual([...ids].sort());
      const untrue = rows.filter(
        ({ document_id: id, status }) => (copies.get(id) ?? 0) !== (status === 'unknown' ? 0 : 1),
      );
      expect(untrue).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );
});
