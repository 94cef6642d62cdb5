import { randomUUID } from 'node:crypto';
import { ChangePage, ConversationPage, MessagePage } from '../../src/plugins/whatsapp/contracts/inbox';
import { readBody } from '../support/api-client';
import type { ApiClient, Reply } from '../support/api-client';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { fillLargeInbox, settle } from './large-inbox';
import { foundCompanies, seatPeople } from './large-inbox-people';
import type { Desk } from './large-inbox-people';
import { memoryOf } from './process-use';
import { INBOX_CALLS, INBOX_SIZE, RUNS } from './sizes';

const TIMEOUT_MS = 3_600_000;
const DEEP_PAGES = 50;
const WARM_UP = 20;

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

afterAll(report);

/**
 * An inbox of many companies with many conversations each, asked over HTTP by one person after the other: companies take
 * turns, so that no two requests in a row find the same rows at hand.
 */
describe('a large inbox on postgres', () => {
  let stack: Stack;
  let desks: Desk[];
  /** Cursors that lead to pages far down a company's list, and far back in its long chats. */
  const deep = new Map<Desk, string[]>();
  const back = new Map<Desk, { chat: string; before: string }[]>();
  const memory: number[] = [];

  const walkList = async ({ agent }: Desk): Promise<string[]> => {
    const cursors: string[] = [];
    let address = '/whatsapp/conversations?limit=100';
    while (cursors.length < DEEP_PAGES) {
      const { nextCursor } = readBody(ConversationPage, await agent.get(address)).meta;
      if (nextCursor === null) break;
      cursors.push(nextCursor);
      address = `/whatsapp/conversations?limit=100&cursor=${nextCursor}`;
    }
    return cursors;
  };

  const walkChats = async ({ agent, longChats }: Desk): Promise<{ chat: string; before: string }[]> => {
    const found: { chat: string; before: string }[] = [];
    for (const chat of longChats.slice(0, 5)) {
      let before: string | null = '';
      while (before !== null) {
        const address: string = `/whatsapp/conversations/${chat}/messages?limit=50${before && `&before=${before}`}`;
        before = readBody(MessagePage, await agent.get(address)).meta.previousCursor;
        if (before !== null) found.push({ chat, before });
      }
    }
    return found;
  };

  beforeAll(async () => {
    stack = await startStack({
      database: 'postgres',
      env: { LOG_LEVEL: 'warn', WHATSAPP_LOG_LEVEL: 'warn' },
    });
    const { staffed, all } = await foundCompanies(stack, INBOX_SIZE.companies);
    await fillLargeInbox(stack.database(), all, INBOX_SIZE, tell);
    desks = await seatPeople(stack, staffed, INBOX_SIZE);
  }, TIMEOUT_MS);
  afterAll(() => endScene(stack), TIMEOUT_MS);

  const pick = <Item>(items: readonly Item[] | undefined, n: number): Item => {
    const item = items?.[(n * 7) % items.length];
    if (item === undefined) throw new Error('There is nothing to ask for');
    return item;
  };

  /** Keeps the median and the 95th percentile of each run; every answer must be one of success. */
  const measure = async (name: string, ask: (desk: Desk, n: number) => Promise<Reply>): Promise<void> => {
    const runs: number[][] = [];
    for (let n = 0; n < WARM_UP; n += 1) await ask(pick(desks, n), n);
    for (let run = 0; run < RUNS; run += 1) {
      const taken: number[] = [];
      for (let n = 0; n < INBOX_CALLS; n += 1) {
        const since = performance.now();
        const { status } = await ask(pick(desks, n), WARM_UP + run * INBOX_CALLS + n);
        taken.push(performance.now() - since);
        expect(status).toBeLessThan(300);
      }
      runs.push(taken);
      memory.push(memoryOf(stack.strapi.pid()));
    }
    for (const [label, share] of [
      ['p50Ms', 0.5],
      ['p95Ms', 0.95],
    ] as const)
      keep(
        `inbox.${name}.${label}`,
        'ms',
        runs.map((taken) => percentile(taken, share)),
      );
  };

  const list = (client: ApiClient, more = '') => client.get(`/whatsapp/conversations?limit=50${more}`);
  const chat = (client: ApiClient, id: string, more = '') =>
    client.get(`/whatsapp/conversations/${id}/messages?limit=50${more}`);

  it(
    'answers right after an import, of which the database has learnt nothing yet',
    async () => {
      await measure('afterImport.list', ({ agent }) => list(agent));
      await measure('afterImport.listTheirs', ({ restricted }) => list(restricted));
      await measure('afterImport.chat', ({ agent, longChats }, n) => chat(agent, pick(longChats, n)));
      await settle(stack.database());
    },
    TIMEOUT_MS,
  );

  it(
    'shows lists',
    async () => {
      for (const desk of desks) deep.set(desk, await walkList(desk));
      await measure('list', ({ agent }) => list(agent));
      await measure('listDeep', (desk, n) => list(desk.agent, `&cursor=${pick(deep.get(desk), n)}`));
      await measure('listTheirs', ({ restricted }) => list(restricted));
      await measure('contacts', ({ agent }) => agent.get('/whatsapp/contacts?limit=50'));
    },
    TIMEOUT_MS,
  );

  it(
    'shows chats',
    async () => {
      for (const desk of desks) back.set(desk, await walkChats(desk));
      await measure('chat', ({ agent, longChats }, n) => chat(agent, pick(longChats, n)));
      await measure('chatOlder', (desk, n) => {
        const { chat: id, before } = pick(back.get(desk), n);
        return chat(desk.agent, id, `&before=${before}`);
      });
      await measure('openAndRead', async ({ agent, unread }, n) => {
        const id = unread[n] ?? pick(unread, n);
        const page = await chat(agent, id);
        return page.status === 200 ? agent.post(`/whatsapp/conversations/${id}/read`) : page;
      });
    },
    TIMEOUT_MS,
  );

  it(
    'sends, and tells what changed',
    async () => {
      await measure('send', ({ agent, longChats }, n) =>
        agent.post(`/whatsapp/conversations/${pick(longChats, n)}/messages`, {
          clientId: randomUUID(),
          content: { type: 'text', body: `An answer ${n}` },
        }),
      );
      const cursors = new Map<Desk, number>();
      for (const desk of desks) {
        const { meta } = readBody(ConversationPage, await list(desk.agent));
        cursors.set(desk, meta.changeCursor);
      }
      const changes = ({ agent }: Desk, after: number) =>
        agent.get(`/whatsapp/changes?after=${after}&limit=200`);
      await measure('changes', (desk) => changes(desk, (cursors.get(desk) ?? 0) - 10));
      await measure('changesAfterAbsence', (desk) => changes(desk, 0));
      expect(readBody(ChangePage, await changes(pick(desks, 0), 0)).meta.hasMore).toBe(true);
      keep('inbox.strapiMemory', 'MB', memory);
    },
    TIMEOUT_MS,
  );
});
