import plugin from '../../src/plugins/whatsapp/server/src';
import { z } from 'zod';
import { IssuedApiToken, Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import { createCompany, credentialsOf } from '../support/company';
import { describeRefusals } from '../support/endpoint-refusals';
import { createIngestCompany, messagesOf, sendRequest } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { createPanelUser, ensureRole, PERMISSIONS } from '../support/people';
import type { Person } from '../support/people';
import { deliverUnread, pageOf } from '../support/quarantine';
import type { Endpoint } from '../support/api-error';

/** The rows that the requests below are about. */
interface Scene {
  company: IngestCompany;
  conversationId: string;
  messageId: string;
  /** Of the agent. */
  memberId: string;
  tokenId: string;
  contactId: string;
  /** Of the quarantine. */
  lineId: string;
}

interface Subject {
  /** A right request; what is asked for is the company's own. */
  request: (scene: Scene) => { path: string; body?: unknown };
  /** The request names a row: people of another company get 404. */
  isOneRow?: boolean;
  /** The same request made wrong, and where. */
  wrong?: (scene: Scene) => { path: string; body?: unknown };
  wrongPath?: string;
  /** Only the super admin may ask. */
  isPlatform?: boolean;
}

const channelBody = ({ company: { meta } }: Scene, name = 'Sales') => ({
  kind: 'cloud',
  name,
  credentials: credentialsOf(meta),
});

/** Every route of the panel, by method and path as the plugin declares it. */
const SUBJECTS: Record<string, Subject> = {
  'GET /me': { request: () => ({ path: '/me' }) },
  'GET /health': { request: () => ({ path: '/health' }) },
  'GET /tenants': { request: () => ({ path: '/tenants' }), isPlatform: true },
  'POST /tenants': {
    request: () => ({ path: '/tenants', body: { name: 'Refused' } }),
    wrong: () => ({ path: '/tenants', body: { name: '' } }),
    wrongPath: 'name',
    isPlatform: true,
  },
  'GET /tenants/:tenantId/members': {
    request: ({ company }) => ({ path: `/tenants/${company.tenant.id}/members` }),
    isPlatform: true,
  },
  'POST /tenants/:tenantId/members': {
    request: ({ company }) => ({
      path: `/tenants/${company.tenant.id}/members`,
      body: { email: company.agent.email },
    }),
    wrong: ({ company }) => ({ path: `/tenants/${company.tenant.id}/members`, body: { email: 'x' } }),
    wrongPath: 'email',
    isPlatform: true,
  },
  'PUT /me/company': {
    request: ({ company }) => ({ path: '/me/company', body: { tenantId: company.tenant.id } }),
    isOneRow: true,
    wrong: () => ({ path: '/me/company', body: { tenantId: 7 } }),
    wrongPath: 'tenantId',
  },
  'DELETE /me/visit': { request: () => ({ path: '/me/visit' }), isPlatform: true },
  'PUT /tenants/:tenantId': {
    request: ({ company }) => ({ path: `/tenants/${company.tenant.id}`, body: { name: 'Refused' } }),
    wrong: ({ company }) => ({ path: `/tenants/${company.tenant.id}`, body: { name: ' ' } }),
    wrongPath: 'name',
    isPlatform: true,
  },
  'DELETE /tenants/:tenantId': {
    request: ({ company }) => ({
      path: `/tenants/${company.tenant.id}?name=${encodeURIComponent(company.tenant.name)}`,
    }),
    wrong: ({ company }) => ({ path: `/tenants/${company.tenant.id}?name=Another` }),
    wrongPath: 'name',
    isPlatform: true,
  },
  'POST /tenants/:tenantId/visit': {
    request: ({ company }) => ({ path: `/tenants/${company.tenant.id}/visit`, body: { reason: 'Refused' } }),
    wrong: ({ company }) => ({ path: `/tenants/${company.tenant.id}/visit`, body: { reason: ' x ' } }),
    wrongPath: 'reason',
    isPlatform: true,
  },
  'PUT /tenants/:tenantId/members/:memberId': {
    request: ({ company, memberId }) => ({
      path: `/tenants/${company.tenant.id}/members/${memberId}`,
      body: { role: 'agent' },
    }),
    wrong: ({ company, memberId }) => ({
      path: `/tenants/${company.tenant.id}/members/${memberId}`,
      body: { role: 'visitor' },
    }),
    wrongPath: 'role',
    isPlatform: true,
  },
  'DELETE /tenants/:tenantId/members/:memberId': {
    request: ({ company, memberId }) => ({ path: `/tenants/${company.tenant.id}/members/${memberId}` }),
    isPlatform: true,
  },
  'GET /members': { request: () => ({ path: '/members' }) },
  'POST /members': {
    request: ({ company }) => ({ path: '/members', body: { email: company.agent.email } }),
    wrong: ({ company }) => ({ path: '/members', body: { email: company.agent.email, role: 'visitor' } }),
    wrongPath: 'role',
  },
  'PUT /members/:memberId': {
    request: ({ memberId }) => ({ path: `/members/${memberId}`, body: { role: 'agent' } }),
    isOneRow: true,
    wrong: ({ memberId }) => ({ path: `/members/${memberId}`, body: {} }),
    wrongPath: 'role',
  },
  'DELETE /members/:memberId': {
    request: ({ memberId }) => ({ path: `/members/${memberId}` }),
    isOneRow: true,
  },
  'GET /api-tokens': { request: () => ({ path: '/api-tokens' }) },
  'POST /api-tokens': {
    request: () => ({ path: '/api-tokens', body: { name: 'Refused' } }),
    wrong: () => ({ path: '/api-tokens', body: { name: 'Refused', lifespanDays: 8 } }),
    wrongPath: 'lifespanDays',
  },
  'DELETE /api-tokens/:tokenId': {
    request: ({ tokenId }) => ({ path: `/api-tokens/${tokenId}` }),
    isOneRow: true,
  },
  'GET /audit': {
    request: () => ({ path: '/audit' }),
    wrong: () => ({ path: '/audit?action=nothing' }),
    wrongPath: 'action',
  },
  'GET /channels': { request: () => ({ path: '/channels' }) },
  'POST /channels': {
    request: (scene) => ({ path: '/channels', body: channelBody(scene) }),
    wrong: (scene) => ({ path: '/channels', body: channelBody(scene, '') }),
    wrongPath: 'name',
  },
  'POST /channels/test': {
    request: ({ company }) => ({
      path: '/channels/test',
      body: { kind: 'cloud', channelId: company.channel.id, credentials: {} },
    }),
    isOneRow: true,
    wrong: () => ({ path: '/channels/test', body: { kind: 'cloud', credentials: { appSecret: 'x' } } }),
    wrongPath: 'credentials.appSecret',
  },
  'GET /channels/:channelId': {
    request: ({ company }) => ({ path: `/channels/${company.channel.id}` }),
    isOneRow: true,
  },
  'PUT /channels/:channelId': {
    request: ({ company }) => ({ path: `/channels/${company.channel.id}`, body: { name: 'Refused' } }),
    isOneRow: true,
    wrong: ({ company }) => ({ path: `/channels/${company.channel.id}`, body: { name: '' } }),
    wrongPath: 'name',
  },
  'POST /channels/:channelId/test': {
    request: ({ company }) => ({ path: `/channels/${company.channel.id}/test` }),
    isOneRow: true,
  },
  'GET /channels/:channelId/session': {
    request: ({ company }) => ({ path: `/channels/${company.channel.id}/session` }),
    isOneRow: true,
  },
  'PUT /channels/:channelId/session': {
    request: ({ company }) => ({
      path: `/channels/${company.channel.id}/session`,
      body: { takesGroups: true },
    }),
    isOneRow: true,
    wrong: ({ company }) => ({
      path: `/channels/${company.channel.id}/session`,
      body: { takesGroups: 'some' },
    }),
    wrongPath: 'takesGroups',
  },
  ...Object.fromEntries(
    ['start', 'stop', 'restart', 'unlink'].map((act): [string, Subject] => [
      `POST /channels/:channelId/session/${act}`,
      {
        request: ({ company }) => ({ path: `/channels/${company.channel.id}/session/${act}` }),
        isOneRow: true,
      },
    ]),
  ),
  'GET /channels/:channelId/session/code': {
    request: ({ company }) => ({ path: `/channels/${company.channel.id}/session/code` }),
    isOneRow: true,
  },
  'POST /channels/:channelId/session/pairing-code': {
    request: ({ company }) => ({
      path: `/channels/${company.channel.id}/session/pairing-code`,
      body: { phoneNumber: '15550100001' },
    }),
    isOneRow: true,
    wrong: ({ company }) => ({
      path: `/channels/${company.channel.id}/session/pairing-code`,
      body: { phoneNumber: '12' },
    }),
    wrongPath: 'phoneNumber',
  },
  'GET /webhook': { request: () => ({ path: '/webhook' }) },
  'GET /quarantine': {
    request: () => ({ path: '/quarantine' }),
    wrong: () => ({ path: '/quarantine?reason=mood' }),
    wrongPath: 'reason',
  },
  'GET /quarantine/:inboundEventId/body': {
    request: ({ lineId }) => ({ path: `/quarantine/${lineId}/body` }),
    isOneRow: true,
  },
  'POST /quarantine/replay': {
    request: ({ lineId }) => ({ path: '/quarantine/replay', body: { ids: [lineId] } }),
    isOneRow: true,
    wrong: () => ({ path: '/quarantine/replay', body: { reason: 'mood' } }),
    wrongPath: 'reason',
  },
  'POST /quarantine/dismiss': {
    request: ({ lineId }) => ({ path: '/quarantine/dismiss', body: { ids: [lineId] } }),
    isOneRow: true,
    wrong: () => ({ path: '/quarantine/dismiss', body: {} }),
    wrongPath: 'ids',
  },
  'GET /conversations': {
    request: () => ({ path: '/conversations' }),
    wrong: () => ({ path: '/conversations?limit=0' }),
    wrongPath: 'limit',
  },
  'GET /conversations/:conversationId': {
    request: ({ conversationId }) => ({ path: `/conversations/${conversationId}` }),
    isOneRow: true,
  },
  'POST /conversations/:conversationId/read': {
    request: ({ conversationId }) => ({ path: `/conversations/${conversationId}/read` }),
    isOneRow: true,
  },
  'POST /conversations/:conversationId/typing': {
    request: ({ conversationId }) => ({
      path: `/conversations/${conversationId}/typing`,
      body: { isTyping: true },
    }),
    isOneRow: true,
    wrong: ({ conversationId }) => ({ path: `/conversations/${conversationId}/typing`, body: {} }),
    wrongPath: 'isTyping',
  },
  'GET /conversations/:conversationId/messages': {
    request: ({ conversationId }) => ({ path: `/conversations/${conversationId}/messages` }),
    isOneRow: true,
    wrong: ({ conversationId }) => ({ path: `/conversations/${conversationId}/messages?before=x` }),
    wrongPath: 'before',
  },
  'POST /conversations/:conversationId/messages': {
    request: ({ conversationId }) => ({
      path: `/conversations/${conversationId}/messages`,
      body: sendRequest('Refused'),
    }),
    isOneRow: true,
    wrong: ({ conversationId }) => ({
      path: `/conversations/${conversationId}/messages`,
      body: sendRequest(''),
    }),
    wrongPath: 'content.body',
  },
  'POST /messages/:messageId/media/fetch': {
    request: ({ messageId }) => ({ path: `/messages/${messageId}/media/fetch` }),
    isOneRow: true,
  },
  'POST /messages/:messageId/leave': {
    request: ({ messageId }) => ({ path: `/messages/${messageId}/leave` }),
    isOneRow: true,
  },
  'POST /messages/:messageId/retry': {
    request: ({ messageId }) => ({ path: `/messages/${messageId}/retry` }),
    isOneRow: true,
  },
  'PUT /conversations/:conversationId/assignee': {
    request: ({ conversationId }) => ({
      path: `/conversations/${conversationId}/assignee`,
      body: { memberId: null },
    }),
    isOneRow: true,
    wrong: ({ conversationId }) => ({ path: `/conversations/${conversationId}/assignee`, body: {} }),
    wrongPath: 'memberId',
  },
  'GET /assignees': { request: () => ({ path: '/assignees' }) },
  'GET /contacts': {
    request: () => ({ path: '/contacts' }),
    wrong: () => ({ path: '/contacts?cursor=x' }),
    wrongPath: 'cursor',
  },
  'GET /contacts/:contactId': {
    request: ({ contactId }) => ({ path: `/contacts/${contactId}` }),
    isOneRow: true,
  },
  'PUT /contacts/:contactId': {
    request: ({ contactId }) => ({ path: `/contacts/${contactId}`, body: { name: 'Refused' } }),
    isOneRow: true,
    wrong: ({ contactId }) => ({ path: `/contacts/${contactId}`, body: { name: '' } }),
    wrongPath: 'name',
  },
  'GET /messages/:messageId/media': {
    request: ({ messageId }) => ({ path: `/messages/${messageId}/media` }),
    isOneRow: true,
  },
  'POST /files': {
    request: () => ({ path: '/files', body: {} }),
    wrong: () => ({ path: '/files', body: { file: 'a.png' } }),
    wrongPath: '',
  },
  'POST /isolation-checks': { request: () => ({ path: '/isolation-checks' }), isPlatform: true },
  'GET /changes': {
    request: () => ({ path: '/changes?after=0' }),
    wrong: () => ({ path: '/changes?after=x' }),
    wrongPath: 'after',
  },
};

const ROUTES = plugin.routes.admin.routes.map(({ method, path, config }) => ({
  name: `${method} ${path}`,
  method: method.toLowerCase() as Endpoint['method'],
  right: config.policies[0]?.config.actions[0] ?? null,
}));

it('every route of the panel has its refusals, and nothing else has', () => {
  expect(Object.keys(SUBJECTS).sort()).toEqual(ROUTES.map(({ name }) => name).sort());
});

it('every route that is not about the caller, the platform or the health asks for a right', () => {
  const free = ROUTES.filter(({ right }) => right === null).map(({ name }) => name);
  expect(free.filter((name) => !SUBJECTS[name]?.isPlatform)).toEqual([
    'GET /me',
    'PUT /me/company',
    'GET /health',
  ]);
});

onEachDatabase('refusals', (installation) => {
  const { superAdmin } = installation;
  let scene: Scene;
  let stranger: Person;
  const without = new Map<string, Person>();

  beforeAll(async () => {
    const company = await createIngestCompany(installation);
    const { id: conversationId, contact } = await company.openConversation();
    const [message] = await messagesOf(company.api, conversationId);
    const members = readData(z.array(Member), await company.api.get('/whatsapp/members'));
    await deliverUnread(company, '{"refused":true}');
    const [line] = (await pageOf(company.api)).data;
    const issued = await company.api.post('/whatsapp/api-tokens', { name: 'Standing' });
    scene = {
      company,
      conversationId,
      messageId: message?.id ?? '',
      contactId: contact.id,
      memberId: members.find(({ role }) => role === 'agent')?.id ?? '',
      lineId: line?.id ?? '',
      tokenId: readData(IssuedApiToken, issued).token.id,
    };
    stranger = (await createCompany(installation)).owner;
    for (const right of Object.values(PERMISSIONS)) {
      const others = Object.values(PERMISSIONS).filter((other) => other !== right);
      const roleId = await ensureRole(superAdmin.client, `Test without ${right}`, others);
      const person = await createPanelUser(superAdmin.client, { name: 'Willi Without', roleId });
      await superAdmin.client.post(`/whatsapp/tenants/${company.tenant.id}/members`, { email: person.email });
      without.set(right, person);
    }
  });

  describe.each(ROUTES)('of $name', ({ name, method, right }) => {
    const { request, isOneRow, wrong, wrongPath, isPlatform } = SUBJECTS[name] as Subject;
    const endpointOf = (make: NonNullable<Subject['wrong']>) => (): Endpoint => {
      const { path, body } = make(scene);
      return { method, path: `/whatsapp${path}`, body };
    };
    const asker = () => (isPlatform ? superAdmin.client : scene.company.owner.client);

    describeRefusals({
      endpoint: endpointOf(request),
      anybody: () => stranger.client,
      stranger: isOneRow || isPlatform ? () => stranger.client : null,
      wrong: wrong && wrongPath !== undefined ? { by: asker, endpoint: endpointOf(wrong), wrongPath } : null,
      powerless: right === null ? null : { by: () => (without.get(right) as Person).client, right },
    });
  });
});
