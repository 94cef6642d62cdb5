import fc from 'fast-check';
import type { Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { received, reported } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import { conversationsOf, createIngestCompany, messagesOf, sendText } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { allConversations, changeCursorOf, changePages, wholeChat } from '../support/paging';
import { readError } from '../support/api-error';

/** What a screen holds: rows by id, each in the newest state that it heard of. */
interface Screen {
  conversations: Map<string, Conversation>;
  messages: Map<string, Message>;
  cursor: number;
}

const SNAPSHOTS = 15;
const CUSTOMERS = ['15550100901', '15550100902', '15550100903', '5511987654321'];
const ACTS = ['write', 'write', 'write', 'answer', 'answer', 'read', 'report', 'fail'] as const;
const plan = (seed: number) =>
  fc.sample(
    fc.record({ act: fc.constantFrom(...ACTS), who: fc.nat(CUSTOMERS.length - 1), lane: fc.nat(3) }),
    { seed, numRuns: 60 },
  );
type Step = ReturnType<typeof plan>[number];

const isSettled = ({ status }: Message): boolean => status !== 'queued' && status !== 'sending';

onEachDatabase('changes', (installation) => {
  const takeSnapshot = async (company: IngestCompany): Promise<Screen> => {
    const cursor = await changeCursorOf(company.api);
    const conversations = await allConversations(company.api);
    const chats = await Promise.all(conversations.map(({ id }) => wholeChat(company.api, id)));
    return {
      conversations: new Map(conversations.map((one) => [one.id, one])),
      messages: new Map(chats.flat().map((one) => [one.id, one])),
      cursor,
    };
  };

  const catchUp = async (company: IngestCompany, screen: Screen, limit: number): Promise<Screen> => {
    const pages = await changePages(company.api, { after: screen.cursor, limit });
    const next = {
      ...screen,
      conversations: new Map(screen.conversations),
      messages: new Map(screen.messages),
    };
    for (const { data, meta } of pages) {
      const ids = [...data.conversations, ...data.messages].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.max(data.conversations.length, data.messages.length)).toBeLessThanOrEqual(limit);
      expect(meta.cursor).toBeGreaterThanOrEqual(next.cursor);
      data.conversations.forEach((one) => next.conversations.set(one.id, one));
      data.messages.forEach((one) => next.messages.set(one.id, one));
      next.cursor = meta.cursor;
    }
    return next;
  };

  const acts: Record<Step['act'], (company: IngestCompany, who: string) => Promise<unknown>> = {
    write: (company, waId) => company.receive(received({ from: { waId } })),
    answer: (company, waId) => inChatOf(company, waId, ({ id }) => sendText(company.api, id)),
    read: (company, waId) =>
      inChatOf(company, waId, ({ id }) => company.api.post(`/whatsapp/conversations/${id}/read`)),
    report: async (company) => {
      const accepted = await acceptedOf(installation, company.meta);
      const reports = accepted
        .slice(-3)
        .map(({ id, reference }) =>
          reported({ status: 'delivered', messageId: id, clientRef: reference ?? undefined }),
        );
      await company.receive(...reports);
    },
    fail: (company, waId) =>
      inChatOf(company, waId, async ({ id }) => {
        await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
        await sendText(company.api, id);
      }),
  };
  const inChatOf = async (
    company: IngestCompany,
    waId: string,
    act: (conversation: Conversation) => Promise<unknown>,
  ): Promise<void> => {
    const chats = (await conversationsOf(company.api)).filter(({ chatId }) => chatId === waId);
    for (const chat of chats) await act(chat);
  };

  it.each([11, 12])(
    'bring every screen to the state of the lists, from any cursor (seed %d)',
    async (seed) => {
      const company = await createIngestCompany(installation);
      const snapshots: Screen[] = [await takeSnapshot(company)];
      let live = snapshots[0] as Screen;
      const steps = plan(seed);
      let isOver = false;

      const work = async (lane: number): Promise<void> => {
        for (const { act, who } of steps.filter((step) => step.lane === lane))
          await acts[act](company, CUSTOMERS[who] ?? '');
      };
      const watch = async (): Promise<void> => {
        while (!isOver) live = await catchUp(company, live, 2);
      };
      // A fixed number, however slow the machine: each of them is brought up to date below, page by page.
      const photograph = async (): Promise<void> => {
        while (!isOver && snapshots.length < SNAPSHOTS) snapshots.push(await takeSnapshot(company));
      };
      const working = Promise.all([0, 1, 2, 3].map(work)).finally(() => {
        isOver = true;
      });
      await Promise.all([working, watch(), photograph()]);

      const truth = await eventually(async () => {
        const now = await takeSnapshot(company);
        expect([...now.messages.values()].filter((message) => !isSettled(message))).toEqual([]);
        return now;
      });
      expect(truth.messages.size).toBeGreaterThan(20);
      const screens = [
        await catchUp(company, live, 1),
        ...(await Promise.all(
          snapshots.map((snapshot, index) => catchUp(company, snapshot, 1 + (index % 7))),
        )),
      ];
      for (const screen of screens) {
        expect(screen.conversations).toEqual(truth.conversations);
        expect(screen.messages).toEqual(truth.messages);
      }
    },
  );

  it('come each once and in the newest state, however often a row changed', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: CUSTOMERS[0] };
    for (const text of ['a', 'b', 'c']) await company.receive(received({ from, text }));
    const [page, ...more] = await changePages(company.api, { after: 0, limit: 500 });
    expect(more).toEqual([]);
    expect(page?.data.conversations).toMatchObject([{ unreadCount: 3, lastMessage: { preview: 'c' } }]);
    expect(page?.data.messages).toHaveLength(3);
    expect(page?.meta).toEqual({ cursor: await changeCursorOf(company.api), hasMore: false });
  });

  it('say that there is more exactly when there is, also when a page is just full', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: CUSTOMERS[0] };
    await company.receive(...Array.from({ length: 10 }, () => received({ from })));
    const pages = await changePages(company.api, { after: 0, limit: 5 });
    expect(pages.flatMap(({ data }) => data.messages)).toHaveLength(10);
    expect(pages.at(-1)?.meta.hasMore).toBe(false);
  });

  it('are none for a cursor that is ahead of everything', async () => {
    const company = await createIngestCompany(installation);
    await company.openConversation();
    const after = Number.MAX_SAFE_INTEGER;
    const [page] = await changePages(company.api, { after, limit: 5 });
    expect(page).toEqual({
      data: { conversations: [], messages: [], gone: [] },
      meta: { cursor: after, hasMore: false },
    });
  });

  it('of a company are not those of another', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const { id } = await company.openConversation();
    await sendText(company.api, id);
    const pages = await changePages(other.api, { after: 0, limit: 500 });
    expect(pages).toMatchObject([{ data: { conversations: [], messages: [] }, meta: { cursor: 0 } }]);
    expect(await messagesOf(company.api, id)).toHaveLength(2);
  });

  it('are refused for a rubbish cursor with the name of the field', async () => {
    const company = await createIngestCompany(installation);
    const expected: [string, string][] = [
      ['', 'after'],
      ['after=-1', 'after'],
      ['after=1.5', 'after'],
      ['after=abc', 'after'],
      ['after=9007199254740993', 'after'],
      ['after=0&limit=0', 'limit'],
      ['after=0&limit=501', 'limit'],
      ['after=0&tenant=1', ''],
    ];
    const replies = await Promise.all(
      expected.map(([query]) => company.api.get(`/whatsapp/changes?${query}`)),
    );
    expect(replies.map(({ status }) => status)).toEqual(expected.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(
      expected.map(([, path]) => path),
    );
  });
});
