import { z } from 'zod';
import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { createApiClient, readData } from '../support/api-client';
import { eventually } from '../support/eventually';
import { closeSockets, openSocket } from '../support/inbox-socket';
import type { InboxSocket } from '../support/inbox-socket';
import { untilProcessed } from '../support/inbound-log';
import { changeCursorOf } from '../support/paging';
import { startSecondProcess } from '../support/second-process';
import type { SecondProcess } from '../support/second-process';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { wayOverPostgres, wayOverRedis } from '../support/way-between-processes';
import type { Way } from '../support/way-between-processes';
import { endScene, setScene } from './scene';
import type { Scene } from './scene';

const CUSTOMERS = 200;
const ROUNDS = 3;
const ANSWERED = 40;
const TIMEOUT_MS = 300_000;
/** Much sooner than the checks that find what nothing told of: those come every ten seconds. */
const AT_ONCE = { deadlineMs: 4_000 };
/** How late the survivor may take what a dead process had claimed. */
const TAKEN_OVER_MS = 15_000;
/** Of the process that is killed: what it claimed would be its own for so much longer. */
const CLOCK_AHEAD_MS = 6_000;

const Sent = z.object({ id: z.number(), document_id: z.string(), status: z.string() });
const Shown = z.object({ chat_id: z.string(), body: z.string() });

describe.each<[string, () => Promise<Way>]>([
  ['with Redis', wayOverRedis],
  ['on PostgreSQL alone', wayOverPostgres],
])('two processes of Strapi %s', (_name, openWay) => {
  let way: Way;
  let stack: Stack;
  let second: SecondProcess;
  let scene: Scene;
  /** The ids of the chats, in the order of their customers. */
  let chats: string[] = [];

  const ports = () => ({ first: Number(new URL(stack.strapiUrl).port), second: second.port });
  const chatOf = (index: number) => String(15550130000 + index);
  const atSecond = () => createApiClient(second.installation.strapiUrl, scene.company.agent.client.token);
  const sides = () => [scene.api, atSecond()] as const;
  const untilAcknowledged = () => stack.graph.drain(90_000);

  /** All within one second as WhatsApp counts: only our own order tells which was first. */
  const at = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();
  /** Each customer writes once. */
  const writeRound = (round: number) => {
    for (let index = 0; index < CUSTOMERS; index += 1) {
      stack.graph.customers.write({
        phoneNumberId: scene.meta.number.id,
        from: chatOf(index),
        text: `in ${round}`,
        at,
      });
    }
  };

  const ofCompany = () =>
    stack
      .database()('whatsapp_messages as m')
      .join('whatsapp_conversations as c', 'c.id', 'm.conversation_id')
      .join('whatsapp_tenants as t', 't.id', 'm.tenant_id')
      .where('t.document_id', scene.company.tenant.id);
  const inboundByChat = async (): Promise<Map<string, string[]>> => {
    const query = ofCompany()
      .where('m.direction', 'in')
      .orderBy(['m.sent_at', 'm.seq'])
      .select('c.chat_id', stack.database().raw("m.content->>'body' as body"));
    const bodies = new Map<string, string[]>();
    for (const { chat_id: chat, body } of z.array(Shown).parse(await query))
      bodies.set(chat, [...(bodies.get(chat) ?? []), body]);
    return bodies;
  };
  const outbound = async () =>
    z
      .array(Sent)
      .parse(await ofCompany().where('m.direction', 'out').select('m.id', 'm.document_id', 'm.status'));

  /** By whichever process answers; whose request is answered by nobody presses again, with the same id. */
  const sayAtEither = (conversationId: string, body: string, turn: number): Promise<Message> => {
    const clientId = crypto.randomUUID();
    const path = `/whatsapp/conversations/${conversationId}/messages`;
    let attempt = turn;
    return eventually(
      async () => {
        const side = sides()[attempt++ % 2] ?? scene.api;
        return readData(Message, await side.post(path, { clientId, content: { type: 'text', body } }));
      },
      { deadlineMs: 60_000 },
    );
  };

  beforeAll(async () => {
    way = await openWay();
    stack = await startStack({ database: 'postgres', env: way.env, withProxies: true });
    second = await startSecondProcess(stack, { clockAheadMs: CLOCK_AHEAD_MS });
    stack.proxies?.toStrapi.share(Object.values(ports()));
    scene = await setScene(stack);
    writeRound(0);
    await untilAcknowledged();
    await untilProcessed(stack);
    chats = z
      .array(z.object({ document_id: z.string() }))
      .parse(await stack.database()('whatsapp_conversations').orderBy('chat_id').select('document_id'))
      .map(({ document_id: id }) => id);
  }, TIMEOUT_MS);
  afterEach(closeSockets);
  afterAll(async () => {
    await second?.stop();
    await endScene(stack);
    await way?.close();
  }, TIMEOUT_MS);

  it('hear of each other', async () => {
    await eventually(async () => expect(await way.processes(stack)).toBe(2), AT_ONCE);
  });

  it(
    'tell every screen at once, whichever process wrote it, also while their way is broken and afterwards',
    async () => {
      const { token } = scene.company.agent.client;
      const screens = [await openSocket(stack, token), await openSocket(second.installation, token)];
      const newestHint = ({ hints }: InboxSocket) => Math.max(0, ...hints.map(({ cursor }) => cursor));
      const expectAllToHear = async () => {
        for (let turn = 0; turn < 4; turn += 1) {
          await sayAtEither(chats[CUSTOMERS - 1] ?? '', `to all ${turn}`, turn);
          const cursor = await changeCursorOf(scene.company.api);
          await eventually(() => {
            for (const screen of screens) expect(newestHint(screen)).toBeGreaterThanOrEqual(cursor);
          }, AT_ONCE);
        }
      };
      await expectAllToHear();
      await way.breaks(stack);
      await expectAllToHear();
      await way.mends(stack);
      await expectAllToHear();
      expect([stack.strapi.isRunning(), second.server.isRunning()]).toEqual([true, true]);
    },
    TIMEOUT_MS,
  );

  it('end sockets at the other process at once with the membership', async () => {
    const people = await Promise.all(
      ['Ada Agent', 'Ben Agent', 'Cleo Agent'].map((name) => scene.company.addPerson(name, 'agent')),
    );
    const members = readData(z.array(Member), await scene.company.api.get('/whatsapp/members'));
    for (const person of people) {
      const screen = await openSocket(second.installation, person.client.token);
      const { id } = members.find(({ email }) => email === person.email) ?? {};
      expect((await scene.company.api.delete(`/whatsapp/members/${id}`)).status).toBe(204);
      await eventually(() => expect(screen.isConnected()).toBe(false), AT_ONCE);
    }
  });

  it(
    'store every webhook once and in order, and send every answer once, while one is killed and their way breaks',
    async () => {
      const before = new Set((await outbound()).map(({ id }) => id));
      stack.graph.faults.add({ kind: 'latency', ms: 600, jitterMs: 600 });
      const answering = Promise.all(
        chats.slice(0, ANSWERED).map(async (id, chat) => {
          const said: Message[] = [];
          for (let turn = 0; turn < ROUNDS; turn += 1)
            said.push(await sayAtEither(id, `out ${turn}`, chat + turn));
          return said;
        }),
      );
      writeRound(1);
      const claims = async () =>
        (await outbound()).filter(({ status }) => status === 'sending').map(({ id }) => id);
      const claimed = await eventually(async () => {
        const ids = await claims();
        expect(ids.length).toBeGreaterThan(ANSWERED / 2);
        return ids;
      });
      await way.breaks(stack);
      stack.proxies?.toStrapi.share([ports().first]);
      await second.server.kill();
      const killedAt = Date.now();
      await way.mends(stack);
      await eventually(
        async () => {
          const still = new Set(await claims());
          expect(claimed.filter((id) => still.has(id))).toEqual([]);
        },
        { deadlineMs: TAKEN_OVER_MS - (Date.now() - killedAt) },
      );
      await untilAcknowledged();
      writeRound(2);
      const accepted = (await answering).flat();
      await untilAcknowledged();
      await untilProcessed(stack);

      const inbound = await inboundByChat();
      expect(inbound.size).toBe(CUSTOMERS);
      expect([...inbound.values()]).toEqual(Array.from(inbound, () => ['in 0', 'in 1', 'in 2']));

      const sent = await eventually(async () => {
        const rows = (await outbound()).filter(({ id }) => !before.has(id));
        expect(rows.filter(({ status }) => ['queued', 'sending'].includes(status))).toEqual([]);
        return rows;
      });
      expect(sent.map(({ document_id: id }) => id).sort()).toEqual(accepted.map(({ id }) => id).sort());

      const copies = new Map<string, number>();
      const places = new Map<string, string[]>();
      for (const { reference, to, text } of stack.graph.ledger.accepted.entries) {
        const id = reference?.split('.')[0] ?? '';
        copies.set(id, (copies.get(id) ?? 0) + 1);
        places.set(to, [...(places.get(to) ?? []), text ?? '']);
      }
      expect([...copies.values()].filter((count) => count > 1)).toEqual([]);
      const answers = chats.slice(0, ANSWERED).map((_id, chat) => places.get(chatOf(chat)) ?? []);
      expect(answers).toEqual(answers.map((texts) => [...texts].sort()));
      const untrue = sent.filter(
        ({ document_id: id, status }) => (copies.get(id) ?? 0) !== (status === 'unknown' ? 0 : 1),
      );
      expect(untrue).toEqual([]);
      stack.graph.faults.clear();
    },
    TIMEOUT_MS,
  );

  it(
    'end in order while their way is broken',
    async () => {
      await way.breaks(stack);
      expect(await stack.strapi.stop()).toBe(0);
    },
    TIMEOUT_MS,
  );

  it('log no rejection that nobody handled, and no password', () => {
    const addresses = [stack.env.DATABASE_URL ?? '', ...Object.values(way.env)];
    const secrets = addresses.map((url) => new URL(url).password);
    for (const { tail } of [stack.strapi, second.server]) {
      expect(tail()).not.toMatch(/unhandled/i);
      for (const secret of secrets) expect(tail()).not.toContain(secret);
    }
  });
});
