import { newWaId, received } from '../support/bridge-sender';
import {
  conversationsOf,
  createIngestCompany,
  messagesOf,
  sendText,
  textsOf,
} from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { messagePages, wholeChat } from '../support/paging';
import { readError } from '../support/api-error';

const at = (second: number): string => new Date(Date.UTC(2026, 1, 5, 10, 0, second)).toISOString();

/** Always the same disorder: a step that has no divisor in common with the length visits every place once. */
const shuffled = <Item>(items: Item[]): Item[] => {
  const step = 37;
  return items.map((_, index) => items[(index * step + 11) % items.length] as Item);
};

onEachDatabase('messages', (installation) => {
  it('page back through 120 messages in their exact order, while new ones arrive', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const texts = Array.from({ length: 120 }, (_, index) => `message ${index}`);
    await company.receive(...texts.map((text, index) => received({ from, text, sentAt: at(index) })));
    const [conversation] = await conversationsOf(company.api);

    const pages = await messagePages(company.api, conversation?.id ?? '', {
      limit: 50,
      between: () => company.receive(received({ from, text: 'meanwhile' })),
    });
    expect(pages.map(({ data }) => data.length)).toEqual([50, 50, 20]);
    expect(pages.reverse().flatMap(({ data }) => textsOf(data))).toEqual(texts);
  });

  it("stand in the order of WhatsApp's time, whatever the order of arrival", async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const texts = Array.from({ length: 60 }, (_, index) => `message ${index}`);
    const events = texts.map((text, index) => received({ from, text, sentAt: at(index) }));
    const arrivals = shuffled(events);
    await company.receive(...arrivals.slice(0, 20));
    for (const event of arrivals.slice(20, 40)) await company.receive(event);
    await company.receive(...arrivals.slice(40));

    const [conversation] = await conversationsOf(company.api);
    expect(textsOf(await wholeChat(company.api, conversation?.id ?? ''))).toEqual(texts);
    expect(conversation).toMatchObject({ unreadCount: 60, lastMessage: { preview: 'message 59' } });
  });

  it('of one second stand in the order of their arrival', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const texts = Array.from({ length: 30 }, (_, index) => `message ${index}`);
    const events = texts.map((text) => received({ from, text, sentAt: at(0) }));
    await company.receive(...events.slice(0, 10));
    for (const event of events.slice(10)) await company.receive(event);

    const [conversation] = await conversationsOf(company.api);
    const pages = await messagePages(company.api, conversation?.id ?? '', { limit: 7 });
    expect(pages.reverse().flatMap(({ data }) => textsOf(data))).toEqual(texts);
  });

  it('keep question and answer in order, also when the clock of WhatsApp is ahead', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const ahead = new Date(Date.now() + 5 * 60_000).toISOString();
    await company.receive(received({ from, text: 'question', sentAt: ahead }));
    const [conversation] = await conversationsOf(company.api);
    await sendText(company.api, conversation?.id ?? '', 'answer');
    await sendText(company.api, conversation?.id ?? '', 'one more thing');
    const texts = textsOf(await messagesOf(company.api, conversation?.id ?? ''));
    expect(texts).toEqual(['question', 'answer', 'one more thing']);
  });

  it('show what they quote, of either side', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const question = received({ from, text: 'Which one?', sentAt: at(0) });
    await company.receive(question);
    const answer = received({ from, text: 'That one', sentAt: at(1), quotedMessageId: question.messageId });
    const lost = received({ from, text: 'Or this', sentAt: at(2), quotedMessageId: 'wamid.of-long-ago' });
    await company.receive(answer, lost);
    const [conversation] = await conversationsOf(company.api);
    const messages = await messagesOf(company.api, conversation?.id ?? '');
    expect(messages.map(({ quoted }) => quoted)).toEqual([
      null,
      { id: messages[0]?.id, direction: 'in', preview: 'Which one?' },
      null,
    ]);
  });

  it('never quote a message of another company with the same id', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const secret = received({ text: 'a secret' });
    await other.receive(secret);
    await company.receive(received({ quotedMessageId: secret.messageId }));
    const [conversation] = await conversationsOf(company.api);
    expect(await messagesOf(company.api, conversation?.id ?? '')).toMatchObject([{ quoted: null }]);
  });

  it('refuse a rubbish page with the name of the field', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const expected: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=x', 'limit'],
      ['before=', 'before'],
      ['before=rubbish', 'before'],
      ['before[a]=1', 'before'],
      ['after=1', ''],
    ];
    const replies = await Promise.all(
      expected.map(([query]) => company.api.get(`/whatsapp/conversations/${id}/messages?${query}`)),
    );
    expect(replies.map(({ status }) => status)).toEqual(expected.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(
      expected.map(([, path]) => path),
    );
  });

  it('do not fail on a cursor that points out of this world', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const cursors = ['999999999999999.999999999999999', '0.0', '999999999999999.0', '0.999999999999999'];
    const replies = await Promise.all(
      cursors.map((text) => {
        const before = Buffer.from(text).toString('base64url');
        return company.api.get(`/whatsapp/conversations/${id}/messages?before=${before}`);
      }),
    );
    expect(replies.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
  });
});
