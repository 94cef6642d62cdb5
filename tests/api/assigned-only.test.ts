import { Contact, Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from '../support/api-client';
import type { ApiClient, Reply } from '../support/api-client';
import { newWaId, received } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { nextSendMeets } from '../support/graph-journal';
import { addRestricted, giveTo } from '../support/inbox-people';
import {
  conversationsOf,
  createIngestCompany,
  findMessage,
  messagesOf,
  sendRequest,
  sendText,
  textsOf,
} from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { allConversations, changeCursorOf, changePages, conversationPages } from '../support/paging';

onEachDatabase('a member who sees only what is assigned to them', (installation) => {
  /** A company with a chat that is theirs and one that is nobody's. */
  const setScene = async () => {
    const company = await createIngestCompany(installation);
    const rita = await addRestricted(installation, company);
    const [own, other] = [await company.openConversation('mine'), await company.openConversation('a secret')];
    await giveTo(company.api, own.id, rita.memberId);
    return { company, rita, own, other };
  };
  const bodiesOf = (replies: Reply[]): string[] => replies.map(({ body }) => JSON.stringify(body));
  const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

  it('finds these in the list, colleagues find all', async () => {
    const { company, rita, own, other } = await setScene();
    expect(idsOf(await conversationsOf(rita.client))).toEqual([own.id]);
    expect(idsOf(await conversationsOf(company.agent.client)).sort()).toEqual([own.id, other.id].sort());
  });

  it('gets for all others the very answer that it gets for what does not exist', async () => {
    const { company, rita, other } = await setScene();
    const [written] = await messagesOf(company.api, other.id);
    await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
    const sent = await sendText(company.api, other.id);
    const failed = await eventually(async () => {
      const message = await findMessage(company.api, sent);
      expect(message.status).toBe('failed');
      return message;
    });
    const ask = (ids: Record<'conversation' | 'contact' | 'written' | 'failed', string>) =>
      Promise.all([
        rita.client.get(`/whatsapp/conversations/${ids.conversation}`),
        rita.client.get(`/whatsapp/conversations/${ids.conversation}/messages`),
        rita.client.post(`/whatsapp/conversations/${ids.conversation}/read`),
        rita.client.post(`/whatsapp/conversations/${ids.conversation}/messages`, sendRequest('stolen')),
        rita.client.post(`/whatsapp/messages/${ids.written}/retry`),
        rita.client.post(`/whatsapp/messages/${ids.failed}/retry`),
        rita.client.get(`/whatsapp/contacts/${ids.contact}`),
        rita.client.put(`/whatsapp/contacts/${ids.contact}`, { name: 'stolen' }),
      ]);
    const hidden = await ask({
      conversation: other.id,
      contact: other.contact.id,
      written: written?.id ?? '',
      failed: failed.id,
    });
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(24)) as [
      string,
      string,
      string,
      string,
    ];
    const absent = await ask({ conversation: a, contact: b, written: c, failed: d });
    expect(hidden.map(({ status }) => status)).toEqual(hidden.map(() => 404));
    expect(bodiesOf(hidden)).toEqual(bodiesOf(absent));

    // And nothing happened.
    expect(textsOf(await messagesOf(company.api, other.id))).toEqual(['a secret', 'Good morning']);
    expect(await findMessage(company.api, sent)).toMatchObject({ status: 'failed' });
    expect((await conversationsOf(company.api)).find(({ id }) => id === other.id)).toMatchObject({
      unreadCount: 1,
      contact: { name: 'Ada Sample' },
    });
  });

  it('reads, answers, retries and marks read what is theirs', async () => {
    const { company, rita, own } = await setScene();
    await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
    const message = await sendText(rita.client, own.id, 'my answer');
    expect(message.author).toBe('Rita Restricted');
    await eventually(async () =>
      expect(await findMessage(rita.client, message)).toMatchObject({ status: 'failed' }),
    );
    const again = await rita.client.post(`/whatsapp/messages/${message.id}/retry`);
    expect(readData(Message, again)).toMatchObject({ id: message.id, status: 'queued' });
    const read = await rita.client.post(`/whatsapp/conversations/${own.id}/read`);
    expect(readData(Conversation, read)).toMatchObject({ unreadCount: 0 });
    expect(textsOf(await messagesOf(rita.client, own.id))).toEqual(['mine', 'my answer']);
  });

  it('names the contacts of their chats, and sees no others', async () => {
    const { company, rita, own } = await setScene();
    const list = readData(Contact.array(), await rita.client.get('/whatsapp/contacts'));
    expect(idsOf(list)).toEqual([own.contact.id]);
    expect(readData(Contact.array(), await company.api.get('/whatsapp/contacts'))).toHaveLength(2);
    const renamed = await rita.client.put(`/whatsapp/contacts/${own.contact.id}`, { name: 'Ada of Sales' });
    expect(readData(Contact, renamed)).toMatchObject({ name: 'Ada of Sales' });
  });

  it('does not give chats to anybody, and is not told who could have them', async () => {
    const { rita, own, other } = await setScene();
    const replies = [
      await rita.client.put(`/whatsapp/conversations/${own.id}/assignee`, { memberId: null }),
      await rita.client.put(`/whatsapp/conversations/${other.id}/assignee`, { memberId: rita.memberId }),
      await rita.client.get('/whatsapp/assignees'),
    ];
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(idsOf(await conversationsOf(rita.client))).toEqual([own.id]);
  });

  it('pages through theirs exactly, among many others', async () => {
    const company = await createIngestCompany(installation);
    const rita = await addRestricted(installation, company);
    const customers = Array.from({ length: 30 }, () => ({ waId: newWaId() }));
    await company.receive(...customers.map((from) => received({ from })));
    const theirs = (await allConversations(company.api)).filter((_, index) => index % 2 === 0);
    for (const { id } of theirs) await giveTo(company.api, id, rita.memberId);

    const pages = await conversationPages(rita.client, {
      limit: 4,
      between: () => company.receive(received({})),
    });
    expect(pages.map(({ data }) => data.length)).toEqual([4, 4, 4, 3]);
    expect(pages.flatMap(({ data }) => idsOf(data))).toEqual(idsOf(theirs));
  });

  it('is told at once what was given to them, and by its id what was taken', async () => {
    const { company, rita, own, other } = await setScene();
    const changed = async (after: number) => {
      const pages = await changePages(rita.client, { after, limit: 500 });
      expect(pages).toHaveLength(1);
      return pages[0]?.data;
    };
    const before = await changeCursorOf(rita.client);
    await giveTo(company.api, other.id, rita.memberId);
    expect(await changed(before)).toMatchObject({
      conversations: [{ id: other.id, assignee: { id: rita.memberId, name: 'Rita Restricted' } }],
      messages: [],
      gone: [],
    });

    const between = await changeCursorOf(rita.client);
    await giveTo(company.api, own.id, null);
    await company.receive(received({ from: { waId: own.chatId }, text: 'not for Rita' }));
    expect(await changed(between)).toEqual({ conversations: [], messages: [], gone: [own.id] });
    expect(await changed(0)).toMatchObject({
      conversations: [{ id: other.id }],
      messages: [{ conversationId: other.id }],
      gone: [own.id],
    });
  });

  it('drops a chat that came back before it was asked for again, and so misses none of its messages', async () => {
    const { company, rita, own } = await setScene();
    const after = await changeCursorOf(rita.client);
    await giveTo(company.api, own.id, null);
    await company.receive(received({ from: { waId: own.chatId }, text: 'meanwhile' }));
    const read = await company.api.post(`/whatsapp/conversations/${own.id}/read`);
    expect(read.status).toBe(200);
    // The first page ends before the chat's own newest change: it must name it all the same.
    const [first] = await changePages(rita.client, { after, limit: 1 });
    expect(first?.data).toEqual({ conversations: [], messages: [], gone: [own.id] });

    await giveTo(company.api, own.id, rita.memberId);
    const [next] = await changePages(rita.client, { after: first?.meta.cursor ?? 0, limit: 500 });
    expect(next?.data).toMatchObject({ conversations: [{ id: own.id }], messages: [], gone: [] });
    expect(textsOf(await messagesOf(rita.client, own.id))).toEqual(['mine', 'meanwhile']);
  });

  it('does not see what a customer quotes from another chat', async () => {
    const { company, rita, own, other } = await setScene();
    const secret = received({ from: { waId: other.chatId }, text: 'a quoted secret' });
    await company.receive(secret);
    await company.receive(received({ from: { waId: own.chatId }, quotedMessageId: secret.messageId }));
    const quotedBy = async (api: ApiClient) => (await messagesOf(api, own.id)).at(-1)?.quoted ?? null;
    expect(await quotedBy(rita.client)).toBeNull();
    expect(await quotedBy(company.api)).toMatchObject({ preview: 'a quoted secret' });
  });

  it('writes no more once the chat is taken, however closely the two follow', async () => {
    const { company, rita, own } = await setScene();
    const requests = Array.from({ length: 8 }, (_, index) =>
      rita.client.post(`/whatsapp/conversations/${own.id}/messages`, sendRequest(`answer ${index}`)),
    );
    const [replies] = await Promise.all([Promise.all(requests), giveTo(company.api, own.id, null)]);
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 202 && status !== 404)).toEqual([]);
    const kept = (await messagesOf(company.api, own.id)).filter(({ direction }) => direction === 'out');
    expect(kept).toHaveLength(statuses.filter((status) => status === 202).length);
    const late = await rita.client.post(`/whatsapp/conversations/${own.id}/messages`, sendRequest('late'));
    expect(late.status).toBe(404);
  });
});
