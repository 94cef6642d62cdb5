import { Conversation } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from '../support/api-client';
import { newWaId, received } from '../support/bridge-sender';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { allConversations, changeCursorOf, changePages, conversationPages } from '../support/paging';
import { readError } from '../support/api-error';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 5, 10, 0, second)).toISOString();
const customers = (count: number): string[] => Array.from({ length: count }, newWaId);
const chatIds = (conversations: Conversation[]): string[] => conversations.map(({ chatId }) => chatId);

onEachDatabase('conversations', (installation) => {
  it('stand newest first, by the time of their last message', async () => {
    const company = await createIngestCompany(installation);
    const [a = '', b = '', c = ''] = customers(3);
    const writes = (waId: string, second: number) =>
      company.receive(received({ from: { waId }, sentAt: at(second) }));
    await writes(b, 20);
    await writes(a, 30);
    await writes(c, 10);
    expect(chatIds(await conversationsOf(company.api))).toEqual([a, b, c]);

    await writes(c, 40);
    await writes(b, 25); // newer than before, and still older than the others
    expect(chatIds(await conversationsOf(company.api))).toEqual([c, a, b]);
  });

  it('keep their last message when an older one arrives late', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    await company.receive(received({ from, text: 'second', sentAt: at(20) }));
    await company.receive(received({ from, text: 'first', sentAt: at(10) }));
    const [conversation] = await conversationsOf(company.api);
    expect(conversation).toMatchObject({ lastMessage: { preview: 'second' }, unreadCount: 2 });
  });

  it('page through 130 chats of the very same time without a gap or a double', async () => {
    const company = await createIngestCompany(installation);
    const all = customers(130);
    await company.receive(...all.map((waId) => received({ from: { waId }, sentAt: at(0) })));

    const pages = await conversationPages(company.api, { limit: 50 });
    expect(pages.map(({ data }) => data.length)).toEqual([50, 50, 30]);
    expect(chatIds(pages.flatMap(({ data }) => data)).sort()).toEqual([...all].sort());
  });

  it('page without a gap or a double while messages arrive between the pages', async () => {
    const company = await createIngestCompany(installation);
    const all = customers(130);
    await company.receive(...all.map((waId, index) => received({ from: { waId }, sentAt: at(index) })));
    const before = await changeCursorOf(company.api);

    // The oldest, which no page has shown yet, rises to the top; and somebody new writes.
    const risers = [...all];
    const between = () =>
      company.receive(received({ from: { waId: risers.shift() ?? '' } }), received({ text: 'I am new' }));
    const pages = await conversationPages(company.api, { limit: 20, between });
    const seen = chatIds(pages.flatMap(({ data }) => data));
    expect(new Set(seen).size).toBe(seen.length);

    const caughtUp = (await changePages(company.api, { after: before, limit: 500 })).flatMap(({ data }) =>
      chatIds(data.conversations),
    );
    expect(new Set([...seen, ...caughtUp])).toEqual(new Set(chatIds(await allConversations(company.api))));
    expect(all.filter((waId) => !seen.includes(waId) && !caughtUp.includes(waId))).toEqual([]);
  });

  it('count what is unread until a colleague reads it', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    await company.receive(received({ from }), received({ from }), received({ from }));
    const [conversation] = await conversationsOf(company.api);
    expect(conversation?.unreadCount).toBe(3);

    const path = `/whatsapp/conversations/${conversation?.id}`;
    const read = await Promise.all(
      Array.from({ length: 10 }, () => company.agent.client.post(`${path}/read`)),
    );
    expect(read.map((reply) => readData(Conversation, reply).unreadCount)).toEqual(Array(10).fill(0));
    expect(readData(Conversation, await company.owner.client.get(path)).unreadCount).toBe(0);

    await company.receive(received({ from }));
    expect(readData(Conversation, await company.api.get(path)).unreadCount).toBe(1);
  });

  it('tell others about a reading once, and nothing when there was nothing to read', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const before = await changeCursorOf(company.api);
    await company.api.post(`/whatsapp/conversations/${id}/read`);
    const after = await changeCursorOf(company.api);
    expect(after).toBeGreaterThan(before);
    await company.api.post(`/whatsapp/conversations/${id}/read`);
    expect(await changeCursorOf(company.api)).toBe(after);
  });

  it('may be answered freely until 24 hours after the newest message of the customer', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    await company.receive(received({ from, sentAt: '2026-03-02T10:00:00.000Z' }));
    await company.receive(received({ from, sentAt: '2026-03-01T09:00:00.000Z' }));
    const notice = { type: 'system', event: 'customer_changed_number' } as const;
    await company.receive(received({ from, sentAt: '2026-03-03T10:00:00.000Z', content: notice }));
    const [conversation] = await conversationsOf(company.api);
    expect(conversation).toMatchObject({ windowExpiresAt: '2026-03-03T10:00:00.000Z', unreadCount: 2 });
  });

  it('have no such window before the customer wrote', async () => {
    const company = await createIngestCompany(installation);
    const { type: _type, from, profileName: _name, ...message } = received();
    await company.receive({ ...message, type: 'message.echoed', to: from });
    const [conversation] = await conversationsOf(company.api);
    expect(conversation).toMatchObject({
      windowExpiresAt: null,
      unreadCount: 0,
      lastMessage: { direction: 'out', status: 'sent' },
    });
  });

  it('open again when the customer writes after they were closed', async () => {
    const company = await createIngestCompany(installation);
    const { id, chatId } = await company.openConversation();
    await installation
      .database()('whatsapp_conversations')
      .where({ document_id: id })
      .update({ status: 'closed' });
    await company.receive(received({ from: { waId: chatId } }));
    expect(await conversationsOf(company.api)).toMatchObject([{ id, status: 'open', unreadCount: 2 }]);
  });

  it('stay readable when a message claims to come from the end of time', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    await company.receive(received({ from, text: 'far', sentAt: '9999-12-31T23:59:59.000Z' }));
    await company.receive(received({ from: { waId: newWaId() }, text: 'near' }));
    const [first] = await conversationsOf(company.api);
    expect(first?.lastMessage?.preview).toBe('near');
    expect(await conversationsOf(company.api)).toHaveLength(2);
  });

  it('answer 404 to ids that are none', async () => {
    const company = await createIngestCompany(installation);
    const ids = ['does-not-exist', '0', '\0', '😀', "' or 1=1 --", '\\', 'a'.repeat(2_000)].map(
      encodeURIComponent,
    );
    const replies = await Promise.all(
      ids.flatMap((id) => [
        company.api.get(`/whatsapp/conversations/${id}`),
        company.api.get(`/whatsapp/conversations/${id}/messages`),
        company.api.post(`/whatsapp/conversations/${id}/read`),
      ]),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
  });

  it('refuse a rubbish page with the name of the field', async () => {
    const company = await createIngestCompany(installation);
    const forged = (text: string) => `cursor=${Buffer.from(text).toString('base64url')}`;
    const expected: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=-1', 'limit'],
      ['limit=101', 'limit'],
      ['limit=1.5', 'limit'],
      ['limit=many', 'limit'],
      ['limit=', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['limit[$gt]=1', 'limit'],
      ['cursor=', 'cursor'],
      ['cursor=%00', 'cursor'],
      ['cursor[]=1', 'cursor'],
      [forged('yesterday.1'), 'cursor'],
      [forged('1767607200000'), 'cursor'],
      [forged('1767607200000.1; drop table x'), 'cursor'],
      ['page=2', ''],
      [`tenant=${company.tenant.id}`, ''],
    ];
    const replies = await Promise.all(
      expected.map(([parameters]) => company.api.get(`/whatsapp/conversations?${parameters}`)),
    );
    const refused = replies.map((reply, index) => [
      expected[index]?.[0],
      reply.status === 400 ? readError(reply).fields?.[0]?.path : reply.status,
    ]);
    expect(refused).toEqual(expected);
  });

  it('do not fail on a cursor that points out of this world', async () => {
    const company = await createIngestCompany(installation);
    await company.openConversation();
    const cursors = ['999999999999999.999999999999999', '0.0', '999999999999999.0', '0.999999999999999'];
    const replies = await Promise.all(
      cursors.map((text) =>
        company.api.get(`/whatsapp/conversations?cursor=${Buffer.from(text).toString('base64url')}`),
      ),
    );
    expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
  });
});
