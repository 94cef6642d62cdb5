import { z } from 'zod';
import { eventually } from '../support/eventually';
import { queueMessages } from '../support/queued-messages';
import { startStack } from '../support/stack';
import { readRows } from '../support/stored-rows';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { conversationsOf, endScene, say, setScene, startChat } from './scene';
import type { Scene } from './scene';

const Sent = z.object({ document_id: z.string(), status: z.string() });

const TEST_TIMEOUT_MS = 300_000;
/** Of one number, at most: what is on its way before it, and what the pace lets go until it is claimed. */
const A_FEW = 60;

describe.each<DatabaseKind>(['sqlite', 'postgres'])('a full outbox on %s', (database) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ database });
    stack.graph.configure({ statuses: { skip: ['sent', 'delivered', 'read'] } });
  }, TEST_TIMEOUT_MS);
  afterEach(() => stack.graph.faults.clear());
  afterAll(() => endScene(stack), TEST_TIMEOUT_MS);

  /** A company and so many customers, who have all written. */
  const companyWith = async (chats: number): Promise<Scene> => {
    const scene = await setScene(stack);
    await startChat(stack, scene, '15550110000');
    await stack.graphControl.customersWriteTogether(
      Array.from({ length: chats - 1 }, (_, index) => ({
        phoneNumberId: scene.meta.number.id,
        from: String(15550110001 + index),
        text: 'Hello',
      })),
    );
    await eventually(
      async () => {
        const [row] = await stack
          .database()('whatsapp_conversations as c')
          .join('whatsapp_tenants as t', 't.id', 'c.tenant_id')
          .where('t.document_id', scene.company.tenant.id)
          .count({ n: '*' });
        expect(Number(row?.n)).toBe(chats);
      },
      { deadlineMs: 60_000 },
    );
    return scene;
  };
  const acceptedOf = ({ meta }: Scene) =>
    stack.graph.ledger.accepted.entries.filter(({ phoneNumberId }) => phoneNumberId === meta.number.id);
  const untilAccepted = (scene: Scene, text: string) =>
    eventually(() => expect(acceptedOf(scene).map((one) => one.text)).toContain(text), {
      deadlineMs: 60_000,
    });
  const untilSome = (scene: Scene) =>
    eventually(() => expect(acceptedOf(scene).length).toBeGreaterThan(5), { deadlineMs: 60_000 });

  it(
    "of one company does not delay another's reply",
    async () => {
      const [busy, other] = [await companyWith(125), await companyWith(2)];
      const [chat] = await conversationsOf(other);
      await queueMessages(stack.database(), { tenantId: busy.company.tenant.id, perChat: 40 });
      await untilSome(busy);

      const before = acceptedOf(busy).length;
      await say(other, chat?.id ?? '', 'At once');
      await untilAccepted(other, 'At once');

      expect(acceptedOf(busy).length - before).toBeLessThan(A_FEW);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "of mailings lets a person's reply go first, also to somebody whom the mailing has not reached yet",
    async () => {
      const scene = await companyWith(100);
      const last = (await conversationsOf(scene)).at(0);
      const chatId = last?.chatId ?? '';
      await queueMessages(stack.database(), {
        tenantId: scene.company.tenant.id,
        perChat: 10,
        bulk: true,
        textOf: ({ place }) => `Mailing ${place}`,
      });
      await untilSome(scene);

      const before = acceptedOf(scene).length;
      await say(scene, last?.id ?? '', 'By a person');
      await untilAccepted(scene, 'By a person');

      // All ten of this chat come first: a chat is never out of order. They do not wait for the other 990.
      const toThem = acceptedOf(scene).filter(({ to }) => to === chatId);
      expect(toThem.map(({ text }) => text)).toEqual([
        ...Array.from({ length: 10 }, (_, place) => `Mailing ${place}`),
        'By a person',
      ]);
      expect(acceptedOf(scene).length - before).toBeLessThan(500);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'keeps the order of each chat and doubles nothing, whatever Meta answers',
    async () => {
      const scene = await companyWith(8);
      const { graph } = stack;
      const objectId = scene.meta.number.id;
      graph.faults.add({ kind: 'refuse', code: 130429, probability: 0.04, objectId });
      graph.faults.add({ kind: 'refuse', code: 131056, probability: 0.04, objectId });
      graph.faults.add({ kind: 'refuse', code: 131000, status: 500, probability: 0.04, objectId });
      graph.faults.add({ kind: 'reset', moment: 'after', probability: 0.04, objectId });
      graph.faults.add({ kind: 'reset', moment: 'before', probability: 0.04, objectId });
      graph.faults.add({ kind: 'latency', ms: 5, jitterMs: 40, objectId });

      const count = await queueMessages(stack.database(), {
        tenantId: scene.company.tenant.id,
        perChat: 15,
        textOf: ({ chatId, place }) => `${chatId} ${place}`,
      });
      const ofCompany = () =>
        stack
          .database()('whatsapp_messages as m')
          .join('whatsapp_tenants as t', 't.id', 'm.tenant_id')
          .where({ 't.document_id': scene.company.tenant.id, 'm.direction': 'out' });
      await eventually(
        async () => {
          expect(Number((await ofCompany().whereNotNull('m.due_at').count({ n: '*' }))[0]?.n)).toBe(0);
        },
        { deadlineMs: 240_000, pollMs: 200 },
      );

      const arrived = acceptedOf(scene);
      const places = new Map<string, number[]>();
      for (const { to, text } of arrived)
        places.set(to, [...(places.get(to) ?? []), Number(text?.split(' ')[1])]);
      expect([...places.values()]).toEqual([...places.values()].map((of) => [...of].sort((a, b) => a - b)));
      expect(new Set(arrived.map(({ text }) => text)).size).toBe(arrived.length);

      // Each is either sent, or may have been: nothing is queued for ever, and nothing is called failed that was not.
      const rows = await readRows(Sent, ofCompany().select('m.document_id', 'm.status'));
      expect(rows).toHaveLength(count);
      const answered = new Set(
        arrived.filter(({ wasAnswered }) => wasAnswered).map(({ reference }) => reference?.split('.')[0]),
      );
      expect(rows.filter(({ status }) => !['sent', 'unknown'].includes(status))).toEqual([]);
      expect(rows.filter(({ document_id: id, status }) => (status === 'sent') !== answered.has(id))).toEqual(
        [],
      );
    },
    TEST_TIMEOUT_MS,
  );
});
