import { administer } from '../support/postgres';
import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { conversationsOf, endScene, messagesOf, setScene, startChat } from './scene';
import type { Scene } from './scene';

const DEADLINE = { deadlineMs: 60_000 };
/** Four waits, each of which may take its deadline. */
const TIMEOUT_MS = 300_000;

describe('while the database is away', () => {
  let stack: Stack;
  let scene: Scene;
  let server: string;
  let database: string;

  beforeAll(async () => {
    stack = await startStack({ database: 'postgres' });
    scene = await setScene(stack);
    const own = new URL(stack.env.DATABASE_URL ?? '');
    database = own.pathname.slice(1);
    own.pathname = '/postgres';
    server = own.href;
  });
  afterAll(() => endScene(stack));

  const cutLines = () =>
    administer(
      server,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`,
    );
  const readiness = async () => (await fetch(`${stack.bridgeUrl}/readyz`)).status;

  it.each([
    [
      'takes no writes, as with a full disk',
      '15550106001',
      (name: string) => `alter database ${name} set default_transaction_read_only = on`,
      (name: string) => `alter database ${name} reset default_transaction_read_only`,
    ],
    [
      'takes no connections',
      '15550106002',
      (name: string) => `alter database ${name} allow_connections false`,
      (name: string) => `alter database ${name} allow_connections true`,
    ],
  ])(
    'acknowledges nothing when it %s, shows red, and loses nothing',
    async (_what, from, breakIt, mendIt) => {
      const chat = await startChat(stack, scene, from, 'before');
      await administer(server, breakIt(database));
      await cutLines();

      const inbound = stack.graph.customers.write({
        phoneNumberId: scene.meta.number.id,
        from,
        text: 'meanwhile',
      });
      await eventually(() => {
        const failed = stack.graph.webhooks.posts.entries.filter(
          ({ body, status }) => body.includes(inbound.id) && status === 503,
        );
        expect(failed.length).toBeGreaterThan(0);
      }, DEADLINE);
      expect(inbound.acknowledgements).toBe(0);
      await eventually(async () => expect(await readiness()).toBe(503), DEADLINE);

      await administer(server, mendIt(database));
      await cutLines();
      await stack.graph.drain(60_000);
      await untilProcessed(stack);
      await eventually(async () => expect(await readiness()).toBe(200), DEADLINE);
      const texts = (await messagesOf(scene, chat.id)).map(({ content }) =>
        content.type === 'text' ? content.body : '',
      );
      expect(texts).toEqual(['before', 'meanwhile']);
      expect((await conversationsOf(scene)).find(({ id }) => id === chat.id)?.unreadCount).toBe(2);
    },
    TIMEOUT_MS,
  );
});
