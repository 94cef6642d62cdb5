import { randomUUID } from 'node:crypto';
import { changeFor, deliveryOf, newWaId, received } from '../support/bridge-sender';
import { conversationsOf, createIngestCompany, messagesOf, textsOf } from '../support/ingest-company';
import { countRows, logRowsOf } from '../support/inbound-log';
import { onEachDatabase } from '../support/on-each-database';
import { allConversations, changeCursorOf, changePages, wholeChat } from '../support/paging';

const at = (second: number): string => new Date(Date.UTC(2026, 2, 5, 10, 0, second)).toISOString();

onEachDatabase('what arrives twice', (installation) => {
  it('is kept once when the same delivery comes 50 times at once', async () => {
    const company = await createIngestCompany(installation);
    const delivery = company.delivery(received());
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => company.bridge.deliver({ ...delivery, deliveryId: randomUUID() })),
    );
    expect(outcomes).toEqual(Array(50).fill(['committed']));

    expect(await countRows(installation, company, 'whatsapp_messages')).toBe(1);
    expect(await countRows(installation, company, 'whatsapp_conversations')).toBe(1);
    expect(await countRows(installation, company, 'whatsapp_contacts')).toBe(1);
    expect(await countRows(installation, company, 'whatsapp_inbound_events')).toBe(1);
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: 1 }]);
  });

  it('is kept once when it stands 50 times in one batch', async () => {
    const company = await createIngestCompany(installation);
    const delivery = company.delivery(received(), received());
    const batch = Array.from({ length: 50 }, () => ({ ...delivery, deliveryId: randomUUID() }));
    expect(await company.bridge.deliver(...batch)).toEqual(Array(50).fill('committed'));
    expect((await conversationsOf(company.api)).map(({ unreadCount }) => unreadCount)).toEqual([1, 1]);
  });

  it('is kept once when it comes again among other messages', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const event = (text: string, second: number) => received({ from, text, sentAt: at(second) });
    const [a, b, c] = [event('a', 0), event('b', 1), event('c', 2)];
    await company.receive(a, b);
    await company.receive(b, c, c);
    const [conversation] = await conversationsOf(company.api);
    expect(conversation?.unreadCount).toBe(3);
    expect(textsOf(await messagesOf(company.api, conversation?.id ?? ''))).toEqual(['a', 'b', 'c']);
  });

  it('changes nothing that anybody has to fetch', async () => {
    const company = await createIngestCompany(installation);
    const delivery = company.delivery(received(), received());
    await company.bridge.deliver(delivery);
    const before = await changeCursorOf(company.api);
    await company.bridge.deliver(delivery);
    const pages = await changePages(company.api, { after: before, limit: 100 });
    expect(pages.map(({ data }) => data)).toEqual([{ conversations: [], messages: [], gone: [] }]);
  });

  it('keeps a chat read when an old message comes again', async () => {
    const company = await createIngestCompany(installation);
    const delivery = company.delivery(received());
    await company.bridge.deliver(delivery);
    const [conversation] = await conversationsOf(company.api);
    await company.api.post(`/whatsapp/conversations/${conversation?.id}/read`);
    await company.bridge.deliver({ ...delivery, deliveryId: randomUUID() });
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: 0 }]);
  });

  it('is another message when another number received it', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const event = received();
    await Promise.all([company.receive(event), other.receive(event)]);
    const chats = [await conversationsOf(company.api), await conversationsOf(other.api)];
    expect(chats.map((list) => list.length)).toEqual([1, 1]);
    expect(chats[0]?.[0]?.contact.id).not.toBe(chats[1]?.[0]?.contact.id);
  });
});

onEachDatabase('what arrives all at once', (installation) => {
  it('makes one conversation of 10 messages of a new customer in 10 deliveries', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const texts = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    await Promise.all(
      texts.map((text, index) => company.receive(received({ from, text, sentAt: at(index) }))),
    );
    const conversations = await conversationsOf(company.api);
    expect(conversations).toMatchObject([{ unreadCount: 10, lastMessage: { preview: 'message 9' } }]);
    expect(textsOf(await messagesOf(company.api, conversations[0]?.id ?? ''))).toEqual(texts);
  });

  it('makes 100 conversations of 5 messages each of 100 new customers', async () => {
    const company = await createIngestCompany(installation);
    const customers = Array.from({ length: 100 }, newWaId);
    const rounds = [0, 1, 2, 3, 4].flatMap((round) =>
      Array.from({ length: 10 }, (_, group) =>
        customers
          .slice(group * 10, group * 10 + 10)
          .map((waId) => received({ from: { waId }, text: `round ${round}`, sentAt: at(round) })),
      ),
    );
    await Promise.all(rounds.map((events) => company.receive(...events)));

    const conversations = await allConversations(company.api);
    expect(conversations.map(({ chatId }) => chatId).sort()).toEqual([...customers].sort());
    expect(new Set(conversations.map(({ unreadCount }) => unreadCount))).toEqual(new Set([5]));
    const chats = await Promise.all(
      conversations.slice(0, 10).map(async ({ id }) => textsOf(await wholeChat(company.api, id))),
    );
    expect(chats).toEqual(Array(10).fill([0, 1, 2, 3, 4].map((round) => `round ${round}`)));
  });

  it('takes 1,000 messages in one delivery', async () => {
    const company = await createIngestCompany(installation);
    const customers = Array.from({ length: 40 }, newWaId);
    const events = Array.from({ length: 1_000 }, (_, index) =>
      received({ from: { waId: customers[index % 40] }, text: `message ${index}`, sentAt: at(index) }),
    );
    await company.receive(...events);
    const conversations = await allConversations(company.api);
    expect(conversations.map(({ unreadCount }) => unreadCount)).toEqual(Array(40).fill(25));
    expect(await countRows(installation, company, 'whatsapp_messages')).toBe(1_000);
  });

  it('takes 1,000 changes in 100 deliveries of one batch', async () => {
    const company = await createIngestCompany(installation);
    const to = { phoneNumberId: company.meta.number.id };
    const from = { waId: newWaId() };
    const batch = Array.from({ length: 100 }, () =>
      deliveryOf(
        company.webhook,
        Array.from({ length: 10 }, () => changeFor(to, [received({ from })])),
      ),
    );
    expect(await company.bridge.deliver(...batch)).toEqual(Array(100).fill('committed'));
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: 1_000 }]);
    const keys = batch.flatMap(({ changes }) => changes.map(({ key }) => key));
    expect(await logRowsOf(installation, keys)).toHaveLength(1_000);
  });
});
