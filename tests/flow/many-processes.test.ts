import { z } from 'zod';
import { Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { createApiClient, readData } from '../support/api-client';
import { eventually } from '../support/eventually';
import { closeSockets, openSocket } from '../support/inbox-socket';
import type { InboxSocket } from '../support/inbox-socket';
import { untilProcessed } from '../support/inbound-log';
import { changeCursorOf } from '../support/paging';
import type { Person } from '../support/people';
import { administer } from '../support/postgres';
import { startRedis } from '../support/redis-server';
import type { RedisServer } from '../support/redis-server';
import { startSecondProcess } from '../support/second-process';
import type { SecondProcess } from '../support/second-process';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene, setScene } from './scene';
import type { Scene } from './scene';

const CUSTOMERS = 200;
const ROUNDS = 3;
const ANSWERED = 40;
const TIMEOUT_MS = 300_000;
/** Much sooner than the checks that find what nothing told of: those come every ten seconds. */
const AT_ONCE = { deadlineMs: 4_000 };
/** The lease of a dead process, the poll of the one that lives, and the time to write it down. */
const TAKEN_OVER = { deadlineMs: 20_000 };

const Sent = z.object({ document_id: z.string(), status: z.string() });
const Shown = z.object({ chat_id: z.string(), body: z.string() });

interface Line {
  env: Record<string, string>;
  /** The way between the processes is broken, and what was under way on it is lost. */
  breaks(stack: Stack): Promise<void>;
  mends(stack: Stack): Promise<void>;
  close(): Promise<void>;
}

/** Over Redis, which dies and comes back empty, and forgets everything once more. */
const overRedis = async (): Promise<Line & { redis: RedisServer }> => {
  const redis = await startRedis();
  return {
    redis,
    env: { WHATSAPP_REDIS_URL: redis.url },
    breaks: redis.kill,
    mends: async () => {
      await redis.start();
      await redis.flush();
    },
    close: redis.close,
  };
};

const cutListeners = async (stack: Stack): Promise<void> => {
  const server = new URL(stack.env.DATABASE_URL ?? '');
  const database = server.pathname.slice(1);
  server.pathname = '/postgres';
  await administer(
    server.href,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = '${database}' and query ilike any (array['listen %', '%pg_notify%'])`,
  );
};

/** Over PostgreSQL, whose connections to those who listen are cut. */
const overPostgres = async (): Promise<Line> => ({
  env: {},
  breaks: cutListeners,
  mends: cutListeners,
  close: async () => undefined,
});

describe.each<[string, () => Promise<Line>]>([
  ['with Redis', overRedis],
  ['on PostgreSQL alone', overPostgres],
])('two processes of Strapi %s', (_name, openLine) => {
  let line: Line;
  let stack: Stack;
  let second: SecondProcess;
  let scene: Scene;
  const ports = () => ({ first: Number(new URL(stack.strapiUrl).port), second: second.port });

  beforeAll(async () => {
    line = await openLine();
    stack = await startStack({ database: 'postgres', env: line.env, withProxies: true });
    second = await startSecondProcess(stack);
    stack.proxies?.toStrapi.share(Object.values(ports()));
    scene = await setScene(stack);
  }, TIMEOUT_MS);
  afterEach(closeSockets);
  afterAll(async () => {
    await second?.stop();
    await endScene(stack);
    await line?.close();
  }, TIMEOUT_MS);

  const atSecond = ({ client }: Person) => createApiClient(second.installation.strapiUrl, client.token);
  const chatOf = (index: number) => String(15550130000 + index);
  /** Each customer writes once, all within one second as WhatsApp counts: only our own order tells which was first. */
  const writeRound = (round: number, at: string) => {
    for (let index = 0; index < CUSTOMERS; index += 1) {
      stack.graph.customers.write({
        phoneNumberId: scene.meta.number.id,
        from: chatOf(index),
        text: `in ${round}`,
        at,
      });
    }
  };
  const untilAcknowledged = () => stack.graph.drain(90_000);
  const ofCompany = () =>
    stack
      .database()('whatsapp_messages as m')
      .join('whatsapp_conversations as c', 'c.id', 'm.conversation_id')
      .join('whatsapp_tenants as t', 't.id', 'm.tenant_id')
      .where('t.document_id', scene.company.tenant.id);
  const inboundByChat = async (): Promise<Map<string, string[]>> => {
    const rows = z
      .array(Shown)
      .parse(
        await ofCompany()
          .where('m.direction', 'in')
          .orderBy(['m.sent_at', 'm.seq'])
          .select('c.chat_id', stack.database().raw("m.content->>'body' as body")),
      );
    const chats = new Map<string, string[]>();
    for (const { chat_id: chat, body } of rows) chats.set(chat, [...(chats.get(chat) ?? []), body]);
    return chats;
  };
  /** By whichever process answers; whose request is answered by nobody presses again, with the same id. */
  const sayAtEither = (conversationId: string, body: string, turn: number): Promise<Message> => {
    const clientId = crypto.randomUUID();
    const sides = [scene.api, atSecond(scene.company.agent)];
    let attempt = turn;
    return eventually(
      async () =>
        readData(
          Message,
          await (sides[attempt++ % 2] ?? scene.api).post(
            `/whatsapp/conversations/${conversationId}/messages`,
            { clientId, content: { type: 'text', body } },
          ),
        ),
      { deadlineMs: 60_000 },
    );
  };
  const newestHint = ({ hints }: InboxSocket): number => Math.max(0, ...hints.map(({ cursor }) => cursor));
  const openScreens = async () => ({
    here: await openSocket(stack, scene.company.agent.client.token),
    there: await openSocket(second.installation, scene.company.agent.client.token),
  });
  const expectToldOf = (screens: InboxSocket[], cursor: number, within = AT_ONCE) =>
    eventually(() => {
      for (const screen of screens) expect(newestHint(screen)).toBeGreaterThanOrEqual(cursor);
    }, within);

  it(
    'store every webhook once and in order, and send every answer once, while one is killed and their line breaks',
    async () => {
      const at = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();
      writeRound(0, at);
      await untilAcknowledged();
      await untilProcessed(stack);
      const chats = z
        .array(z.object({ document_id: z.string() }))
        .parse(await stack.database()('whatsapp_conversations').orderBy('chat_id').select('document_id'));
      stack.graph.faults.add({ kind: 'latency', ms: 60, jitterMs: 120 });

      const answering = Promise.all(
        chats.slice(0, ANSWERED).map(async ({ document_id: id }, chat) => {
          const said: Message[] = [];
          for (let turn = 0; turn < ROUNDS; turn += 1)
            said.push(await sayAtEither(id, `out ${turn}`, chat + turn));
          return said;
        }),
      );
      writeRound(1, at);
      await line.breaks(stack);
      stack.proxies?.toStrapi.share([ports().second]);
      await stack.strapi.kill();
      await line.mends(stack);
      await untilAcknowledged();
      writeRound(2, at);
      const accepted = (await answering).flat();
      await untilAcknowledged();
      await untilProcessed(stack);

      const inbound = await inboundByChat();
      expect(inbound.size).toBe(CUSTOMERS);
      expect([...inbound.values()]).toEqual(Array.from(inbound, () => ['in 0', 'in 1', 'in 2']));

      const sent = await eventually(async () => {
        const rows = z
          .array(Sent)
          .parse(await ofCompany().where('m.direction', 'out').select('m.document_id', 'm.status'));
        expect(rows.filter(({ status }) => ['queued', 'sending'].includes(status))).toEqual([]);
        return rows;
      }, TAKEN_OVER);
      expect(sent.map(({ document_id: id }) => id).sort()).toEqual(accepted.map(({ id }) => id).sort());

      const copies = new Map<string, number>();
      const places = new Map<string, string[]>();
      for (const { reference, to, text } of stack.graph.ledger.accepted.entries) {
        const id = reference?.split('.')[0] ?? '';
        copies.set(id, (copies.get(id) ?? 0) + 1);
        places.set(to, [...(places.get(to) ?? []), text ?? '']);
      }
      expect([...copies.values()].filter((count) => count > 1)).toEqual([]);
      expect([...places.values()]).toEqual([...places.values()].map((texts) => [...texts].sort()));
      const untrue = sent.filter(
        ({ document_id: id, status }) => (copies.get(id) ?? 0) !== (status === 'unknown' ? 0 : 1),
      );
      expect(untrue).toEqual([]);

      stack.graph.faults.clear();
      await stack.strapi.start();
      stack.proxies?.toStrapi.share(Object.values(ports()));
    },
    TIMEOUT_MS,
  );

  it(
    'tell every screen at once, whichever process wrote it, also while their line is broken and afterwards',
    async () => {
      const { here, there } = await openScreens();
      const [{ document_id: chat }] = z
        .tuple([z.object({ document_id: z.string() })])
        .parse(await stack.database()('whatsapp_conversations').limit(1).select('document_id'));
      const sides = [scene.api, atSecond(scene.company.agent)];
      const writeAt = async (turn: number): Promise<number> => {
        const path = `/whatsapp/conversations/${chat}/messages`;
        const content = { type: 'text', body: `to all ${turn}` };
        const side = sides[turn % 2] ?? scene.api;
        readData(Message, await side.post(path, { clientId: crypto.randomUUID(), content }));
        return changeCursorOf(scene.company.api);
      };
      for (let turn = 0; turn < 4; turn += 1) await expectToldOf([here, there], await writeAt(turn));

      await line.breaks(stack);
      for (let turn = 0; turn < 4; turn += 1) await expectToldOf([here, there], await writeAt(turn));
      await line.mends(stack);
      for (let turn = 0; turn < 4; turn += 1) await expectToldOf([here, there], await writeAt(turn));
      expect([stack.strapi.isRunning(), second.server.isRunning()]).toEqual([true, true]);
    },
    TIMEOUT_MS,
  );

  it('end sockets at the other process at once with the membership', async () => {
    const people = await Promise.all(
      Array.from({ length: 3 }, (_, index) => scene.company.addPerson(`Ada Agent ${index}`, 'agent')),
    );
    for (const person of people) {
      const screen = await openSocket(second.installation, person.client.token);
      const members = readData(z.array(Member), await scene.company.api.get('/whatsapp/members'));
      const { id } = members.find(({ email }) => email === person.email) ?? {};
      expect((await scene.company.api.delete(`/whatsapp/members/${id}`)).status).toBe(204);
      await eventually(() => expect(screen.isConnected()).toBe(false), AT_ONCE);
    }
  });

  it(
    'end in order while their line is broken',
    async () => {
      await line.breaks(stack);
      expect(await second.server.stop()).toBe(0);
      expect(second.server.tail()).not.toMatch(/unhandled/i);
      await line.mends(stack);
      await second.server.start();
    },
    TIMEOUT_MS,
  );

  it('write no password into their logs', () => {
    const addresses = [stack.env.DATABASE_URL ?? '', ...Object.values(line.env)];
    const secrets = addresses.map((url) => new URL(url).password);
    for (const secret of secrets) {
      expect(stack.strapi.tail()).not.toContain(secret);
      expect(second.server.tail()).not.toContain(secret);
    }
  });
});
