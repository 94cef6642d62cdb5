import fc from 'fast-check';
import type { ChangePage, Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import type { ApiClient } from '../support/api-client';
import { received, reported } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import { addRestricted, giveTo } from '../support/inbox-people';
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

const SNAPSHOTS = 5;
/** Four at work, two who watch, and each screen brought up to date page by page: thousands of requests. */
const DEADLINE_MS = 240_000;
const CUSTOMERS = ['15550100901', '15550100902', '15550100903', '5511987654321'];
const ACTS = [
  'write',
  'write',
  'write',
  'answer',
  'answer',
  'read',
  'report',
  'fail',
  'give',
  'give',
  'take',
] as const;
const plan = (seed: number) =>
  fc.sample(
    fc.record({ act: fc.constantFrom(...ACTS), who: fc.nat(CUSTOMERS.length - 1), lane: fc.nat(3) }),
    { seed, numRuns: 60 },
  );
type Step = ReturnType<typeof plan>[number];

const isSettled = ({ status }: Message): boolean => status !== 'queued' && status !== 'sending';

onEachDatabase('changes', (installation) => {
  /** What is not the member's any more is not there: the next page of changes says so, too. */
  const chatsOf = async (api: ApiClient, ids: string[]): Promise<Map<string, Message[]>> => {
    const chats = await Promise.all(
      ids.map((id) =>
        wholeChat(api, id).then(
          (messages) => [[id, messages] as const],
          (error: unknown) => (String(error).includes('HTTP 404') ? [] : Promise.reject(error as Error)),
        ),
      ),
    );
    return new Map(chats.flat());
  };

  const takeSnapshot = async (api: ApiClient): Promise<Screen> => {
    const cursor = await changeCursorOf(api);
    const conversations = await allConversations(api);
    const chats = await chatsOf(
      api,
      conversations.map(({ id }) => id),
    );
    return {
      conversations: new Map(conversations.filter(({ id }) => chats.has(id)).map((one) => [one.id, one])),
      messages: new Map([...chats.values()].flat().map((one) => [one.id, one])),
      cursor,
    };
  };

  const drop = ({ conversations, messages }: Screen, id: string): void => {
    conversations.delete(id);
    const ofChat = [...messages.values()].filter(({ conversationId }) => conversationId === id);
    ofChat.forEach((message) => messages.delete(message.id));
  };

  /** As a screen does: drops what is gone, and fetches the chat of a conversation that it did not hold. */
  const applyPage = async (api: ApiClient, screen: Screen, { data, meta }: ChangePage): Promise<void> => {
    const newcomers = data.conversations.map(({ id }) => id).filter((id) => !screen.conversations.has(id));
    data.gone.forEach((id) => drop(screen, id));
    data.conversations.forEach((one) => screen.conversations.set(one.id, one));
    data.messages.forEach((one) => screen.messages.set(one.id, one));
    const chats = await chatsOf(api, newcomers);
    newcomers.filter((id) => !chats.has(id)).forEach((id) => drop(screen, id));
    [...chats.values()].flat().forEach((one) => screen.messages.set(one.id, one));
    screen.cursor = meta.cursor;
  };

  const catchUp = async (api: ApiClient, screen: Screen, limit: number): Promise<Screen> => {
    const pages = await changePages(api, { after: screen.cursor, limit });
    const next = {
      ...screen,
      conversations: new Map(screen.conversations),
      messages: new Map(screen.messages),
    };
    for (const page of pages) {
      const { data, meta } = page;
      const ids = [...data.conversations, ...data.messages].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.max(data.conversations.length, data.messages.length)).toBeLessThanOrEqual(limit);
      const shown = [...ids, ...data.messages.map(({ conversationId }) => conversationId)];
      expect(data.gone.filter((id) => shown.includes(id))).toEqual([]);
      expect(meta.cursor).toBeGreaterThanOrEqual(next.cursor);
      await applyPage(api, next, page);
    }
    return next;
  };

  /** Somebody at work: one screen that follows all the time, and some that were left open. */
  const createWatcher = async (api: ApiClient) => {
    const snapshots: Screen[] = [await takeSnapshot(api)];
    let live = snapshots[0] as Screen;
    return {
      watch: async (isOver: () => boolean): Promise<void> => {
        while (!isOver()) live = await catchUp(api, live, 2);
      },
      // A fixed number, however slow the machine: each of them is brought up to date in the end, page by page.
      photograph: async (isOver: () => boolean): Promise<void> => {
        while (!isOver() && snapshots.length < SNAPSHOTS) snapshots.push(await takeSnapshot(api));
      },
      screens: async (): Promise<Screen[]> => [
        await catchUp(api, live, 1),
        ...(await Promise.all(snapshots.map((snapshot, index) => catchUp(api, snapshot, 2 + index * 2)))),
      ],
    };
  };

  const acts: Record<Step['act'], (company: IngestCompany, who: string, to: string) => Promise<unknown>> = {
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
    give: (company, waId, to) => inChatOf(company, waId, ({ id }) => giveTo(company.api, id, to)),
    take: (company, waId) => inChatOf(company, waId, ({ id }) => giveTo(company.api, id, null)),
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
      const rita = await addRestricted(installation, company);
      const [everything, assigned] = [await createWatcher(company.api), await createWatcher(rita.client)];
      const steps = plan(seed);
      let isDone = false;
      const isOver = () => isDone;

      const work = async (lane: number): Promise<void> => {
        for (const { act, who } of steps.filter((step) => step.lane === lane))
          await acts[act](company, CUSTOMERS[who] ?? '', rita.memberId);
      };
      const working = Promise.all([0, 1, 2, 3].map(work)).finally(() => {
        isDone = true;
      });
      const watching = [everything, assigned].flatMap(({ watch, photograph }) => [
        watch(isOver),
        photograph(isOver),
      ]);
      await Promise.all([working, ...watching]);

      const truth = await eventually(async () => {
        const now = await takeSnapshot(company.api);
        expect([...now.messages.values()].filter((message) => !isSettled(message))).toEqual([]);
        return now;
      });
      expect(truth.messages.size).toBeGreaterThan(20);
      const theirs = await takeSnapshot(rita.client);
      const ofRita = [...truth.conversations.values()].filter(
        ({ assignee }) => assignee?.id === rita.memberId,
      );
      expect([...theirs.conversations.keys()].sort()).toEqual(ofRita.map(({ id }) => id).sort());

      const expected = [
        ...(await everything.screens()).map((screen) => [screen, truth] as const),
        ...(await assigned.screens()).map((screen) => [screen, theirs] as const),
      ];
      for (const [screen, { conversations, messages }] of expected) {
        expect(screen.conversations).toEqual(conversations);
        expect(screen.messages).toEqual(messages);
      }
    },
    DEADLINE_MS,
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
