import { createHmac } from 'node:crypto';
import { Contact, Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import plugin from '../../src/plugins/whatsapp/server/src';
import { readBody, readData } from '../support/api-client';
import type { ApiClient, Reply } from '../support/api-client';
import { readError } from '../support/api-error';
import { createSiteUser } from '../support/content-manager';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import {
  Actions,
  addInboxUser,
  bindMember,
  createInboxUser,
  createToken,
  giveTo,
} from '../support/inbox-people';
import { createIngestCompany, findMessage, messagesOf, sendRequest } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';

interface Ids {
  conversation: string;
  message: string;
  contact: string;
}
type Ask = (api: ApiClient, ids: Ids) => Promise<Reply>;

const API = '/api/whatsapp';

/** Every route of the inbox under /api, by method and path as the plugin declares it. */
const REQUESTS: Record<string, Ask> = {
  'GET /conversations': (api) => api.get(`${API}/conversations`),
  'GET /conversations/:conversationId': (api, { conversation }) =>
    api.get(`${API}/conversations/${conversation}`),
  'POST /conversations/:conversationId/read': (api, { conversation }) =>
    api.post(`${API}/conversations/${conversation}/read`),
  'POST /conversations/:conversationId/typing': (api, { conversation }) =>
    api.post(`${API}/conversations/${conversation}/typing`, { isTyping: true }),
  'PUT /conversations/:conversationId/assignee': (api, { conversation }) =>
    api.put(`${API}/conversations/${conversation}/assignee`, { memberId: null }),
  'GET /conversations/:conversationId/messages': (api, { conversation }) =>
    api.get(`${API}/conversations/${conversation}/messages`),
  'POST /conversations/:conversationId/messages': (api, { conversation }) =>
    api.post(`${API}/conversations/${conversation}/messages`, sendRequest('by REST')),
  'POST /messages/:messageId/leave': (api, { message }) => api.post(`${API}/messages/${message}/leave`),
  'POST /messages/:messageId/retry': (api, { message }) => api.post(`${API}/messages/${message}/retry`),
  'GET /assignees': (api) => api.get(`${API}/assignees`),
  'GET /changes': (api) => api.get(`${API}/changes?after=0`),
  'GET /contacts': (api) => api.get(`${API}/contacts`),
  'GET /contacts/:contactId': (api, { contact }) => api.get(`${API}/contacts/${contact}`),
  'PUT /contacts/:contactId': (api, { contact }) =>
    api.put(`${API}/contacts/${contact}`, { name: 'by REST' }),
};
const names = Object.keys(REQUESTS);
const isOneRow = (name: string): boolean => name.includes(':');
const isReading = (name: string): boolean => name.startsWith('GET');
const askAll = (api: ApiClient, ids: Ids, which = names): Promise<Reply[]> =>
  Promise.all(which.map((name) => (REQUESTS[name] as Ask)(api, ids)));
const statusesOf = (replies: Reply[]): number[] => replies.map(({ status }) => status);
const bodiesOf = (replies: Reply[]): string[] => replies.map(({ body }) => JSON.stringify(body));
const ABSENT: Ids = { conversation: 'a'.repeat(24), message: 'b'.repeat(24), contact: 'c'.repeat(24) };

/** But for those about the caller alone. */
const ROUTES = plugin.routes.content.routes.filter(({ path }) => !/^\/me(\/|$)/.test(path));

it('every route of the inbox is there for the content API, under a name that Strapi knows', () => {
  expect(ROUTES.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...names].sort());
  const reads = ROUTES.filter(({ method }) => method === 'GET').map(({ handler }) => handler);
  expect(reads.filter((handler) => !/\.(find|findOne)$/.test(handler))).toEqual([]);
  const writes = ROUTES.filter(({ method }) => method !== 'GET').map(({ handler }) => handler);
  expect(writes.filter((handler) => /(find|findOne)$/.test(handler))).toEqual([]);
});

onEachDatabase('the REST API', (installation) => {
  const setScene = async (): Promise<{ company: IngestCompany; ids: Ids }> => {
    const company = await createIngestCompany(installation);
    const { id, contact } = await company.openConversation('a secret');
    const [message] = await messagesOf(company.api, id);
    return { company, ids: { conversation: id, message: message?.id ?? '', contact: contact.id } };
  };
  /** A token as Strapi signs it. */
  const jwtOf = (payload: object): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
    const secret = installation.env.JWT_SECRET ?? '';
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };

  it('lets a user read, answer, assign and rename in their company', async () => {
    const { company, ids } = await setScene();
    const { client, username } = await addInboxUser(installation, company, 'supervisor');
    const replies = await askAll(client, ids);
    const others: Record<string, number> = {
      'POST /conversations/:conversationId/messages': 202,
      'POST /conversations/:conversationId/typing': 202,
      // What a customer wrote is nothing to send again.
      'POST /messages/:messageId/leave': 409,
      'POST /messages/:messageId/retry': 409,
    };
    expect(statusesOf(replies)).toEqual(names.map((name) => others[name] ?? 200));

    expect(
      readData(Conversation, await client.get(`${API}/conversations/${ids.conversation}`)),
    ).toMatchObject({
      unreadCount: 0,
      contact: { name: 'by REST' },
    });
    const sent = (await messagesOf(company.api, ids.conversation)).at(-1);
    expect(sent).toMatchObject({ author: username, content: { body: 'by REST' } });
    await eventually(async () =>
      expect(await acceptedOf(installation, company.meta)).toMatchObject([{ text: 'by REST' }]),
    );
  });

  it('sends once when the same request comes twice, and again when somebody says so', async () => {
    const { company, ids } = await setScene();
    const { client } = await addInboxUser(installation, company, 'supervisor');
    await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
    const request = sendRequest('once');
    const path = `${API}/conversations/${ids.conversation}/messages`;
    const [first, second] = [await client.post(path, request), await client.post(path, request)];
    const message = readData(Message, first);
    expect(readData(Message, second).id).toBe(message.id);
    await eventually(async () =>
      expect(await findMessage(company.api, message)).toMatchObject({ status: 'failed' }),
    );
    const again = await client.post(`${API}/messages/${message.id}/retry`);
    expect(again.status).toBe(202);
    await eventually(async () => expect(await acceptedOf(installation, company.meta)).toHaveLength(1));
  });

  it('shows an agent what is assigned to them and nothing else, and does not let them assign', async () => {
    const { company, ids } = await setScene();
    const { client, username } = await addInboxUser(installation, company, 'agent');
    const oneRow = names.filter((name) => isOneRow(name) && !name.includes('/assignee'));
    const hidden = await askAll(client, ids, oneRow);
    expect(statusesOf(hidden)).toEqual(hidden.map(() => 404));
    expect(bodiesOf(hidden)).toEqual(bodiesOf(await askAll(client, ABSENT, oneRow)));
    const assigning = names.filter((name) => name.includes('/assignee'));
    expect(statusesOf(await askAll(client, ids, assigning))).toEqual([403, 403]);

    const assignees = (await company.api.get('/whatsapp/assignees')).body as {
      data: { id: string; name: string }[];
    };
    const memberId = assignees.data.find(({ name }) => name === username)?.id ?? '';
    await giveTo(company.api, ids.conversation, memberId);
    const list = readData(Conversation.array(), await client.get(`${API}/conversations`));
    expect(list).toMatchObject([{ id: ids.conversation, assignee: { id: memberId, name: username } }]);
    expect(readData(Contact.array(), await client.get(`${API}/contacts`))).toHaveLength(1);
  });

  it('answers for rows of another company as for rows that do not exist', async () => {
    const { ids } = await setScene();
    const stranger = await addInboxUser(installation, await createIngestCompany(installation), 'owner');
    const oneRow = names.filter(isOneRow);
    const foreign = await askAll(stranger.client, ids, oneRow);
    expect(statusesOf(foreign)).toEqual(foreign.map(() => 404));
    expect(bodiesOf(foreign)).toEqual(bodiesOf(await askAll(stranger.client, ABSENT, oneRow)));
    const lists = await askAll(
      stranger.client,
      ids,
      names.filter((name) => !isOneRow(name)),
    );
    expect(bodiesOf(lists).filter((text) => text.includes('a secret') || text.includes(ids.contact))).toEqual(
      [],
    );
  });

  it('answers 401 to a user of no company, and to one who was removed', async () => {
    const { company, ids } = await setScene();
    const homeless = await createInboxUser(installation);
    const removed = await addInboxUser(installation, company, 'supervisor');
    const members = (await company.api.get('/whatsapp/assignees')).body as {
      data: { id: string; name: string }[];
    };
    const memberId = members.data.find(({ name }) => name === removed.username)?.id ?? '';
    expect((await company.api.delete(`/whatsapp/members/${memberId}`)).status).toBe(204);
    const replies = [...(await askAll(homeless.client, ids)), ...(await askAll(removed.client, ids))];
    expect(statusesOf(replies)).toEqual(replies.map(() => 401));
    expect(new Set(replies.map((reply) => readError(reply).kind))).toEqual(new Set(['unauthorized']));
    expect(new Set(bodiesOf(replies)).size).toBe(1);
  });

  it('answers 401 to a forged or expired token, to a session of the panel, and to a blocked user', async () => {
    const { company, ids } = await setScene();
    const user = await addInboxUser(installation, company, 'supervisor');
    const blocked = await addInboxUser(installation, company, 'supervisor');
    await installation.database()('up_users').where({ id: blocked.id }).update({ blocked: true });
    const seconds = Math.floor(Date.now() / 1000);
    const [, issued = ''] = user.client.token?.split('.') ?? [];
    const payload = JSON.parse(Buffer.from(issued, 'base64url').toString()) as object;
    const good = jwtOf({ ...payload, exp: seconds + 100 });
    expect((await user.client.as(good).get(`${API}/conversations`)).status).toBe(200);
    const tokens = [
      jwtOf({ ...payload, exp: seconds - 10 }),
      `${good.slice(0, -4)}AAAA`,
      `${good.split('.').slice(0, 2).join('.')}.`,
      'garbage',
      'f'.repeat(256),
      company.owner.client.token,
      blocked.client.token,
    ];
    for (const token of tokens) {
      const replies = await askAll(user.client.as(token), ids);
      expect(statusesOf(replies)).toEqual(replies.map(() => 401));
    }
  });

  it('answers 403 without the permission of the Strapi role, and to nobody', async () => {
    const { company, ids } = await setScene();
    const user = await createSiteUser(installation);
    const body = { kind: 'user', email: user.email, role: 'owner' };
    await installation.superAdmin.client.post(`/whatsapp/tenants/${company.tenant.id}/members`, body);
    const replies = [...(await askAll(user.client, ids)), ...(await askAll(user.client.as(null), ids))];
    expect(statusesOf(replies)).toEqual(replies.map(() => 403));
    expect(bodiesOf(replies).filter((text) => text.includes('a secret'))).toEqual([]);
  });

  it('lets a token that is bound to the company read, and write where it may', async () => {
    const { company, ids } = await setScene();
    const [reader, writer] = [
      await createToken(installation, 'read-only'),
      await createToken(installation, 'full-access'),
    ];
    await bindMember(installation, company, { role: 'visitor', api_token_id: reader.id });
    await bindMember(installation, company, { role: 'agent', api_token_id: writer.id });
    const reading = names.filter(isReading);
    const changing = names.filter((name) => !isReading(name));

    const read = await askAll(reader.client, ids, reading);
    expect(statusesOf(read)).toEqual(read.map(() => 200));
    const refused = await askAll(reader.client, ids, changing);
    expect(statusesOf(refused)).toEqual(refused.map(() => 403));

    const path = `${API}/conversations/${ids.conversation}/messages`;
    const sent = readData(Message, await writer.client.post(path, sendRequest('by a machine')));
    expect(sent).toMatchObject({ author: writer.name, status: 'queued' });
  });

  it('gives a custom token what was ticked, and a reading role no more than reading', async () => {
    const { company, ids } = await setScene();
    const [custom, visitor] = [
      await createToken(installation, 'custom', ['plugin::whatsapp.conversation.find']),
      await createToken(installation, 'full-access'),
    ];
    await bindMember(installation, company, { role: 'agent', api_token_id: custom.id });
    await bindMember(installation, company, { role: 'visitor', api_token_id: visitor.id });
    expect(statusesOf(await askAll(custom.client, ids))).toEqual(
      names.map((name) => (name === 'GET /conversations' ? 200 : 403)),
    );
    expect(statusesOf(await askAll(visitor.client, ids))).toEqual(
      names.map((name) => (isReading(name) ? 200 : 403)),
    );
  });

  it('answers 401 to a token of no company, and to one that was revoked', async () => {
    const { company, ids } = await setScene();
    const [unbound, revoked] = [
      await createToken(installation, 'full-access'),
      await createToken(installation, 'full-access'),
    ];
    await bindMember(installation, company, { role: 'agent', api_token_id: revoked.id });
    expect((await revoked.client.get(`${API}/conversations`)).status).toBe(200);
    await installation.superAdmin.client.delete(`/admin/api-tokens/${revoked.id}`);
    const replies = [...(await askAll(unbound.client, ids)), ...(await askAll(revoked.client, ids))];
    expect(statusesOf(replies)).toEqual(replies.map(() => 401));
  });

  it('takes no question that it does not know, and no company from anywhere', async () => {
    const { company, ids } = await setScene();
    const stranger = await createIngestCompany(installation);
    const { client } = await addInboxUser(installation, stranger, 'owner');
    const queries = [
      'filters[tenant]=1',
      'populate=*',
      'sort=id',
      `tenantId=${company.tenant.id}`,
      'fields[0]=id',
    ];
    const replies = await Promise.all(
      [
        'conversations?',
        'contacts?',
        'changes?after=0&',
        `conversations/${ids.conversation}/messages?`,
      ].flatMap((name) => queries.map((query) => client.get(`${API}/${name}${query}`))),
    );
    expect(statusesOf(replies)).toEqual(replies.map(() => 400));
    expect(new Set(replies.map((reply) => readError(reply).kind))).toEqual(new Set(['invalid']));
    const body = { ...sendRequest('stolen'), tenant: company.tenant.id };
    const sent = await client.post(`${API}/conversations/${ids.conversation}/messages`, body);
    expect(sent.status).toBe(400);
  });

  it('shows its actions in Users & Permissions, one controller per noun', async () => {
    const { superAdmin } = installation;
    const { permissions } = readBody(Actions, await superAdmin.client.get('/users-permissions/permissions'));
    const controllers = permissions['plugin::whatsapp']?.controllers ?? {};
    const actionsOf = (name: string) => Object.keys(controllers[name] ?? {}).sort();
    expect(actionsOf('conversation')).toEqual(['find', 'findOne', 'markRead', 'sayTyping']);
    expect(actionsOf('message')).toEqual(['create', 'find', 'leave', 'retry']);
    expect(actionsOf('contact')).toEqual(['find', 'findOne', 'update']);
    expect(actionsOf('assignee')).toEqual(['find', 'update']);
    expect(actionsOf('change')).toEqual(['find']);
    // What is the panel's own is not on offer.
    expect(Object.keys(controllers)).not.toEqual(expect.arrayContaining(['channel']));
  });
});
