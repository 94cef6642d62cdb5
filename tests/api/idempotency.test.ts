import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { createApiClient, readData } from '../support/api-client';
import type { Reply } from '../support/api-client';
import { readError } from '../support/api-error';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import {
  createIngestCompany,
  findMessage,
  messagesOf,
  sendRequest,
  textsOf,
} from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';

onEachDatabase('Idempotency-Key', (installation) => {
  const post = (
    { baseUrl, token }: IngestCompany['api'],
    path: string,
    { key, body }: { key: string; body?: unknown },
  ): Promise<Reply> =>
    createApiClient(baseUrl, token, { headers: { 'idempotency-key': key } }).post(path, body);
  const text = (body: string) => ({ content: { type: 'text', body } });
  const newKey = () => `order-${crypto.randomUUID()}`;
  const pathOf = ({ id }: { id: string }) => `/whatsapp/conversations/${id}/messages`;

  it('gives the first answer again, also when the message has gone on meanwhile, and sends once', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const request = { key: newKey(), body: text('Only once') };

    const first = await post(company.api, path, request);
    expect(first.status).toBe(202);
    const message = readData(Message, first);
    await eventually(async () => expect((await findMessage(company.api, message)).status).toBe('sent'));

    const again = await post(company.api, path, request);
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
  });

  it('makes one of twenty requests that come at once, and all are told the same', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const request = { key: newKey(), body: text('Twenty times') };
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(company.api, path, request)));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { id } = readData(Message, replies[0] as Reply);
    const kept = (await messagesOf(company.api, path.split('/')[3] ?? '')).filter(
      ({ direction }) => direction === 'out',
    );
    expect(kept.map((message) => message.id)).toEqual([id]);
  });

  it('does not look at the order of the fields', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const key = newKey();
    const first = await post(company.api, path, { key, body: { content: { type: 'text', body: 'a' } } });
    const second = await post(company.api, path, { key, body: { content: { body: 'a', type: 'text' } } });
    expect(second.body).toEqual(first.body);
  });

  it('is a conflict for another body, and for another address', async () => {
    const company = await createIngestCompany(installation);
    const [one, two] = [await company.openConversation(), await company.openConversation()];
    const key = newKey();
    await post(company.api, pathOf(one), { key, body: text('first') });

    const others = [
      await post(company.api, pathOf(one), { key, body: text('second') }),
      await post(company.api, pathOf(two), { key, body: text('first') }),
    ];
    expect(others.map((reply) => [reply.status, readError(reply).kind])).toEqual([
      [409, 'conflict'],
      [409, 'conflict'],
    ]);
    expect(textsOf(await messagesOf(company.api, one.id))).toEqual(['Hello', 'first']);
    expect(textsOf(await messagesOf(company.api, two.id))).toEqual(['Hello']);
  });

  it('is each caller’s own, within a company and beyond it', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const [chat, foreign] = [await company.openConversation(), await other.openConversation()];
    const key = newKey();
    const replies = [
      await post(company.api, pathOf(chat), { key, body: text('by the owner') }),
      await post(company.agent.client, pathOf(chat), { key, body: text('by the agent') }),
      await post(other.api, pathOf(foreign), { key, body: text('elsewhere') }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(textsOf(await messagesOf(company.api, chat.id))).toEqual([
      'Hello',
      'by the owner',
      'by the agent',
    ]);
  });

  it('is free again after a refusal', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const key = newKey();
    expect((await post(company.api, path, { key, body: text('') })).status).toBe(400);
    expect((await post(company.api, path, { key, body: text('Now with words') })).status).toBe(202);
  });

  it('means something else after a day', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const key = newKey();
    const first = readData(Message, await post(company.api, path, { key, body: text('Good morning') }));
    await installation
      .database()('whatsapp_idempotency_keys')
      .where({ key })
      .update({ expires_at: new Date(Date.now() - 1) });
    const next = readData(Message, await post(company.api, path, { key, body: text('Good morning') }));
    expect(next.id).not.toBe(first.id);
  });

  it('finds the message of a process that died before it could write its answer down', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const request = { key: newKey(), body: text('Nearly lost') };
    const first = readData(Message, await post(company.api, path, request));
    await installation
      .database()('whatsapp_idempotency_keys')
      .where({ key: request.key })
      .update({ status: null, body: null, lease_ends_at: new Date(Date.now() - 1) });
    const again = readData(Message, await post(company.api, path, request));
    expect(again.id).toBe(first.id);
    expect(await messagesOf(company.api, path.split('/')[3] ?? '')).toHaveLength(2);
  });

  it('tells a twin to come again while the first one runs', async () => {
    const company = await createIngestCompany(installation);
    const path = pathOf(await company.openConversation());
    const request = { key: newKey(), body: text('Still at it') };
    await post(company.api, path, request);
    await installation
      .database()('whatsapp_idempotency_keys')
      .where({ key: request.key })
      .update({ status: null, body: null });
    const twin = await post(company.api, path, request);
    expect(twin.status).toBe(409);
    expect(twin.headers.get('retry-after')).toBe('1');
  });

  it('makes one retry of two', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
    const message = readData(
      Message,
      await company.api.post(`/whatsapp/conversations/${id}/messages`, sendRequest('Again')),
    );
    await eventually(async () => expect((await findMessage(company.api, message)).status).toBe('failed'));
    const key = newKey();
    const path = `/whatsapp/messages/${message.id}/retry`;
    const replies = [await post(company.api, path, { key }), await post(company.api, path, { key })];
    expect(replies.map(({ status }) => status)).toEqual([202, 202]);
    expect(replies[1]?.body).toEqual(replies[0]?.body);
  });

  it.each(['a b', 'é', 'x'.repeat(256)])('is refused when it is %j', async (key) => {
    const company = await createIngestCompany(installation);
    const reply = await post(company.api, pathOf(await company.openConversation()), { key, body: text('x') });
    expect(reply.status).toBe(400);
    expect(readError(reply).fields).toMatchObject([{ path: 'Idempotency-Key' }]);
  });
});
