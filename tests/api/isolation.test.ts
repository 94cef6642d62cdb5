import type { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import type { ApiClient, Reply } from '../support/api-client';
import { credentialsOf } from '../support/company';
import { createIngestCompany, messagesOf, sendRequest, sendText } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { createPanelUser, ensureRole, PERMISSIONS } from '../support/people';

interface Ids {
  conversation: string;
  message: string;
  contact: string;
  channel: string;
}

/** Every request of a company's people that names a row. */
const askFor = (api: ApiClient, { conversation, message, contact, channel }: Ids, company: IngestCompany) => [
  api.get(`/whatsapp/conversations/${conversation}`),
  api.post(`/whatsapp/conversations/${conversation}/read`),
  api.get(`/whatsapp/conversations/${conversation}/messages`),
  api.post(`/whatsapp/conversations/${conversation}/messages`, sendRequest('stolen')),
  api.put(`/whatsapp/conversations/${conversation}/assignee`, { memberId: null }),
  api.post(`/whatsapp/messages/${message}/retry`),
  api.get(`/whatsapp/contacts/${contact}`),
  api.put(`/whatsapp/contacts/${contact}`, { name: 'stolen' }),
  api.get(`/whatsapp/channels/${channel}`),
  api.put(`/whatsapp/channels/${channel}`, { name: 'stolen' }),
  api.put(`/whatsapp/channels/${channel}`, { credentials: credentialsOf(company.meta) }),
  api.post(`/whatsapp/channels/${channel}/test`),
  api.post('/whatsapp/channels/test', { kind: 'cloud', channelId: channel, credentials: {} }),
];
const bodiesOf = (replies: Reply[]): string[] => replies.map(({ body }) => JSON.stringify(body));

onEachDatabase('a company', (installation) => {
  it('gets for rows of another company the very answer that it gets for rows that do not exist', async () => {
    const [company, stranger] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const conversation = await company.openConversation('a secret');
    const own: Message = await sendText(company.api, conversation.id, 'an answer');
    const foreign: Ids = {
      conversation: conversation.id,
      message: own.id,
      contact: conversation.contact.id,
      channel: company.channel.id,
    };
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(24));
    const absent = { conversation: a, message: b, contact: c, channel: d } as Ids;

    const refused = await Promise.all(askFor(stranger.api, foreign, stranger));
    const unknown = await Promise.all(askFor(stranger.api, absent, stranger));
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 404));
    expect(bodiesOf(refused)).toEqual(bodiesOf(unknown));

    // And nothing happened to the rows.
    expect(await messagesOf(company.api, conversation.id)).toHaveLength(2);
    expect((await company.api.get(`/whatsapp/conversations/${conversation.id}`)).body).toMatchObject({
      data: { unreadCount: 1, contact: { name: 'Ada Sample' } },
    });
    expect((await company.api.get(`/whatsapp/channels/${company.channel.id}`)).body).toMatchObject({
      data: { name: 'Main number', phoneNumberId: company.meta.number.id },
    });
  });

  it('sees nothing of another company in any list, whatever it asks for', async () => {
    const [company, stranger] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    await company.openConversation('a secret');
    const replies = await Promise.all([
      stranger.api.get('/whatsapp/conversations'),
      stranger.api.get('/whatsapp/contacts'),
      stranger.api.get('/whatsapp/assignees'),
      stranger.api.get('/whatsapp/changes?after=0'),
      stranger.api.get('/whatsapp/quarantine'),
      stranger.api.get('/whatsapp/channels'),
      stranger.api.get('/whatsapp/webhook'),
      stranger.api.get(`/whatsapp/conversations?tenantId=${company.tenant.id}`),
      stranger.api.get(`/whatsapp/conversations?filters[tenant]=${company.tenant.id}`),
    ]);
    const text = JSON.stringify(replies.map(({ body }) => body));
    const traces = [
      'a secret',
      company.channel.id,
      company.meta.number.id,
      company.tenant.name,
      company.agent.email,
    ];
    expect(traces.filter((trace) => text.includes(trace))).toEqual([]);
    expect(replies.slice(0, 7).map(({ status }) => status)).toEqual(Array(7).fill(200));
  });

  it('is nobody’s who is a member of none: every route of a company answers 404', async () => {
    const company = await createIngestCompany(installation);
    const { superAdmin } = installation;
    const roleId = await ensureRole(superAdmin.client, 'Test homeless', Object.values(PERMISSIONS));
    const homeless = await createPanelUser(superAdmin.client, { name: 'Hans Homeless', roleId });
    const conversation = await company.openConversation();
    const [message] = await messagesOf(company.api, conversation.id);
    const ids: Ids = {
      conversation: conversation.id,
      message: message?.id ?? '',
      contact: conversation.contact.id,
      channel: company.channel.id,
    };
    const ask = async (api: ApiClient) =>
      Promise.all([
        ...askFor(api, ids, company),
        ...[
          'conversations',
          'contacts',
          'assignees',
          'changes?after=0',
          'channels',
          'webhook',
          'quarantine',
        ].map((name) => api.get(`/whatsapp/${name}`)),
        api.post('/whatsapp/channels', {
          kind: 'cloud',
          name: 'x',
          credentials: credentialsOf(company.meta),
        }),
      ]);
    const replies = [...(await ask(homeless.client)), ...(await ask(superAdmin.client))];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect(new Set(bodiesOf(replies)).size).toBe(1);
  });

  it('keeps its own rows apart for each of its people: a member of two companies works for the first', async () => {
    const [first, second] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    await first.openConversation('of the first');
    await second.openConversation('of the second');
    const body = { email: first.agent.email };
    await installation.superAdmin.client.post(`/whatsapp/tenants/${second.tenant.id}/members`, body);
    const list = JSON.stringify((await first.agent.client.get('/whatsapp/conversations')).body);
    expect([list.includes('of the first'), list.includes('of the second')]).toEqual([true, false]);
  });
});
