import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from '../support/api-client';
import { received } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import {
  conversationsOf,
  createIngestCompany,
  findMessage,
  messagesOf,
  sendRequest,
  sendText,
  textsOf,
} from '../support/ingest-company';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import { onEachDatabase } from '../support/on-each-database';
import { readError } from '../support/api-error';
import { readRow, WithMessageId } from '../support/stored-rows';

onEachDatabase('sending', (installation) => {
  it('answers at once with the kept message, and sends it', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation('Do you deliver?');
    const reply = await company.agent.client.post(
      `/whatsapp/conversations/${id}/messages`,
      sendRequest('We do.'),
    );
    expect(reply.status).toBe(202);
    const message = readData(Message, reply);
    expect(message).toMatchObject({
      conversationId: id,
      direction: 'out',
      author: 'Arno Agent',
      status: 'queued',
      failure: null,
      quoted: null,
    });
    expect(await conversationsOf(company.api)).toMatchObject([
      { id, lastMessage: { preview: 'We do.', direction: 'out' } },
    ]);
    await eventually(async () =>
      expect(await findMessage(company.api, message)).toMatchObject({ status: 'sent' }),
    );
    expect(await acceptedOf(installation, company.meta)).toMatchObject([{ text: 'We do.' }]);
  });

  it('keeps one message when the same request comes 20 times at once, and sends it once', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const request = sendRequest('Only once');
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => company.api.post(`/whatsapp/conversations/${id}/messages`, request)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(202));
    const kept = new Set(replies.map((reply) => readData(Message, reply).id));
    expect(kept.size).toBe(1);
    expect(textsOf(await messagesOf(company.api, id))).toEqual(['Hello', 'Only once']);

    const [message] = replies.map((reply) => readData(Message, reply));
    await eventually(async () =>
      expect(await findMessage(company.api, message as Message)).toMatchObject({ status: 'sent' }),
    );
    const again = await company.api.post(`/whatsapp/conversations/${id}/messages`, request);
    expect(readData(Message, again)).toMatchObject({ id: message?.id, status: 'sent' });
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
  });

  it('keeps the first text when the same id comes with another one', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const clientId = crypto.randomUUID();
    const first = await sendText(company.api, id, 'first', { clientId });
    expect(await sendText(company.api, id, 'second', { clientId })).toMatchObject({
      id: first.id,
      content: { type: 'text', body: 'first' },
    });
  });

  it('takes the same id in another conversation for another message', async () => {
    const company = await createIngestCompany(installation);
    const [one, two] = [await company.openConversation(), await company.openConversation()];
    const clientId = crypto.randomUUID();
    const [first, second] = await Promise.all([
      sendText(company.api, one.id, 'to one', { clientId }),
      sendText(company.api, two.id, 'to two', { clientId }),
    ]);
    expect(first.id).not.toBe(second.id);
    expect(textsOf(await messagesOf(company.api, two.id))).toEqual(['Hello', 'to two']);
  });

  it('sends the messages of a chat one after the other, in the order in which they were accepted', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const texts = Array.from({ length: 15 }, (_, index) => `part ${index}`);
    for (const text of texts) await sendText(company.api, id, text);
    await eventually(async () =>
      expect((await acceptedOf(installation, company.meta)).map(({ text }) => text)).toEqual(texts),
    );
  });

  it('answers a customer who has no phone number', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(received({ from: { bsuid: 'US.13491208655302741918' } }));
    const [conversation] = await conversationsOf(company.api);
    await sendText(company.api, conversation?.id ?? '', 'Hello, you');
    await eventually(async () =>
      expect(await acceptedOf(installation, company.meta)).toMatchObject([{ to: 'US.13491208655302741918' }]),
    );
  });

  it('accepts a text of 4,096 characters, and any sign that a keyboard has', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const longest = await sendText(company.api, id, 'x'.repeat(4_096));
    const strange = await sendText(
      company.api,
      id,
      'a\0b \u{1F468}‍\u{1F469}‍\u{1F467} \ud800 <b>&amp; \u202E',
    );
    expect(longest.content).toMatchObject({ body: 'x'.repeat(4_096) });
    expect(strange.content).toMatchObject({
      body: 'ab \u{1F468}‍\u{1F469}‍\u{1F467} \ufffd <b>&amp; \u202E',
    });
    await eventually(async () => expect(await acceptedOf(installation, company.meta)).toHaveLength(2));
  });

  it('refuses what WhatsApp would not take, with the path, and keeps nothing', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const good = sendRequest('good');
    const text = (body: unknown) => ({ ...good, content: { type: 'text', body } });
    const wrong: [unknown, string][] = [
      [text('x'.repeat(4_097)), 'content.body'],
      [text(''), 'content.body'],
      [text(' \n\t\u00a0'), 'content.body'],
      [text(7), 'content.body'],
      [text(null), 'content.body'],
      [{ ...good, content: { type: 'text', body: 'x', preview_url: true } }, 'content'],
      [{ ...good, content: { type: 'image', mediaId: '1' } }, 'content.fileId'],
      [{ ...good, content: { type: 'sticker', fileId: '1' } }, 'content.type'],
      [{ ...good, content: undefined }, 'content'],
      [{ ...good, clientId: undefined }, 'clientId'],
      [{ ...good, clientId: 'abc' }, 'clientId'],
      [{ ...good, tenant: 'other' }, ''],
      [{ ...good, quotedId: 7 }, 'quotedId'],
      [[], ''],
    ];
    const replies = await Promise.all(
      wrong.map(([body]) => company.api.post(`/whatsapp/conversations/${id}/messages`, body)),
    );
    expect(replies.map(({ status }) => status)).toEqual(wrong.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(wrong.map(([, path]) => path));
    expect(await messagesOf(company.api, id)).toHaveLength(1);
  });

  it('refuses to quote what is not in this chat, and what nobody has sent', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const chat = await company.openConversation();
    const elsewhere = await messagesOf(company.api, (await company.openConversation()).id);
    const foreign = await messagesOf(other.api, (await other.openConversation()).id);
    await nextSendMeets(installation, company.meta, { kind: 'latency', ms: 3_000 });
    const unsent = await sendText(company.api, chat.id, 'not there yet');

    const ids = [elsewhere[0]?.id, unsent.id, foreign[0]?.id, 'unknown', '\0'];
    const replies = await Promise.all(
      ids.map((quotedId) =>
        company.api.post(`/whatsapp/conversations/${chat.id}/messages`, sendRequest('no', { quotedId })),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 404, 404, 404]);
    expect(replies.slice(0, 2).map((reply) => readError(reply).fields?.[0]?.path)).toEqual([
      'quotedId',
      'quotedId',
    ]);
    expect(await messagesOf(company.api, chat.id)).toHaveLength(2);
  });

  it('quotes a message of this chat', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation('Which colour?');
    const [question] = await messagesOf(company.api, id);
    const answer = await sendText(company.api, id, 'Blue', { quotedId: question?.id });
    expect(answer.quoted).toEqual({ id: question?.id, direction: 'in', preview: 'Which colour?' });
    const stored = await readRow(
      WithMessageId,
      installation.database()('whatsapp_messages').where({ document_id: question?.id }).first(),
    );
    await eventually(async () =>
      expect(await acceptedOf(installation, company.meta)).toMatchObject([
        { quotedMessageId: stored.message_id },
      ]),
    );
  });
});
