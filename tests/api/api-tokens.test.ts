import { z } from 'zod';
import { ApiToken, IssuedApiToken, Me, Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readBody, readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { auditOf } from '../support/audit-log';
import { createCompany } from '../support/company';
import { onEachDatabase } from '../support/on-each-database';
import { readRow } from '../support/stored-rows';

const Stored = z.object({ id: z.number(), name: z.string(), encrypted_key: z.string().nullable() });
const StrapiToken = z.object({ id: z.number(), accessKey: z.string() });
const DAY_MS = 86_400_000;

onEachDatabase('the API tokens of a company', (installation) => {
  const { superAdmin } = installation;
  const database = installation.database();
  const issue = async (api: ApiClient, body: object) =>
    readData(IssuedApiToken, await api.post('/whatsapp/api-tokens', body));
  const tokensOf = async (api: ApiClient) =>
    readData(z.array(ApiToken), await api.get('/whatsapp/api-tokens'));
  const asKey = (accessKey: string) => superAdmin.client.as(accessKey);

  it('work for that company, and say so', async () => {
    const company = await createCompany(installation);
    const reply = await company.api.post('/whatsapp/api-tokens', { name: 'Shop', access: 'write' });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const { token, accessKey } = readData(IssuedApiToken, reply);
    expect(token).toMatchObject({ name: 'Shop', access: 'write', lastUsedAt: null });
    const lifeMs = Date.parse(token.expiresAt ?? '') - Date.now();
    expect(Math.round(lifeMs / DAY_MS)).toBe(90);

    const me = readData(Me, await asKey(accessKey).get('/api/whatsapp/me'));
    expect(me).toMatchObject({
      tenant: company.tenant,
      member: { name: 'Shop', kind: 'token', role: 'agent', expiresAt: token.expiresAt },
      rights: ['read', 'readAll', 'send', 'contacts'],
    });
    const [listed] = await tokensOf(company.api);
    expect(listed).toMatchObject({ id: token.id, name: 'Shop', lastUsedAt: expect.any(String) as string });
    // They are no people: the list of those leaves them out.
    const members = readData(z.array(Member), await company.api.get('/whatsapp/members'));
    expect(members.map(({ kind }) => kind)).toEqual(['admin', 'admin']);
  });

  it('are for reading unless said otherwise', async () => {
    const company = await createCompany(installation);
    const { token, accessKey } = await issue(company.api, { name: 'Wall board', lifespanDays: null });
    expect(token).toMatchObject({ access: 'read', expiresAt: null });
    const client = asKey(accessKey);
    expect(readData(Me, await client.get('/api/whatsapp/me'))).toMatchObject({
      member: { role: 'visitor' },
      rights: ['read', 'readAll', 'reports'],
    });
    const body = { tenantId: company.tenant.id };
    expect((await client.put('/api/whatsapp/me/company', body)).status).toBe(403);
  });

  it('open neither the panel nor the way of the bridge', async () => {
    const company = await createCompany(installation);
    const { accessKey } = await issue(company.api, { name: 'Curious', access: 'write' });
    const paths = ['/whatsapp/me', '/whatsapp/members', '/api/whatsapp/bridge/configuration'];
    const replies = await Promise.all(paths.map((path) => asKey(accessKey).get(path)));
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('have a key that is kept nowhere', async () => {
    const company = await createCompany(installation);
    const { token, accessKey } = await issue(company.api, { name: 'Once' });
    const named = database('strapi_api_tokens').where('name', 'like', `Once%${token.id.slice(0, 6)}`);
    const stored = await readRow(Stored, named.first('id', 'name', 'encrypted_key'));
    expect(stored.encrypted_key).toBeNull();
    const shown = readData(z.unknown(), await superAdmin.client.get(`/admin/api-tokens/${stored.id}`));
    expect(JSON.stringify(shown)).not.toContain(accessKey);
    expect(JSON.stringify(await tokensOf(company.api))).not.toContain(accessKey);
    expect(JSON.stringify(await auditOf(company.api))).not.toContain(accessKey);
  });

  it('end when they are revoked', async () => {
    const company = await createCompany(installation);
    const { token, accessKey } = await issue(company.api, { name: 'Gone' });
    expect((await company.api.delete(`/whatsapp/api-tokens/${token.id}`)).status).toBe(204);
    expect((await asKey(accessKey).get('/api/whatsapp/me')).status).toBe(401);
    expect(await tokensOf(company.api)).toEqual([]);
    expect((await company.api.delete(`/whatsapp/api-tokens/${token.id}`)).status).toBe(404);
    const told = (await auditOf(company.api)).filter(({ subject }) => subject?.kind === 'token');
    expect(told.map(({ action, subject }) => [action, subject?.name])).toEqual([
      ['token.revoked', 'Gone'],
      ['token.created', 'Gone'],
    ]);
  });

  it('end when somebody deletes them in Strapi', async () => {
    const company = await createCompany(installation);
    const { token, accessKey } = await issue(company.api, { name: 'Swept' });
    const named = database('strapi_api_tokens').where('name', 'like', `Swept%${token.id.slice(0, 6)}`);
    const { id } = await readRow(Stored, named.first('id', 'name', 'encrypted_key'));
    expect((await superAdmin.client.delete(`/admin/api-tokens/${id}`)).status).toBe(200);
    expect((await asKey(accessKey).get('/api/whatsapp/me')).status).toBe(401);
    expect(await tokensOf(company.api)).toEqual([]);
    expect((await auditOf(company.api))[0]).toMatchObject({
      action: 'token.revoked',
      actor: { kind: 'platform', name: 'Sam Super' },
      subject: { kind: 'token', id: token.id, name: 'Swept' },
    });
  });

  it('are named by each company as it likes', async () => {
    const [one, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    await issue(one.api, { name: 'Website' });
    expect((await issue(other.api, { name: 'Website' })).token.name).toBe('Website');
    expect((await one.api.post('/whatsapp/api-tokens', { name: 'Website' })).status).toBe(409);
    expect(await tokensOf(one.api)).toHaveLength(1);
  });

  it('see nothing when they were made in Strapi, where nobody says for whom', async () => {
    const body = { name: `Stray ${Date.now()}`, description: '', type: 'full-access', lifespan: null };
    const { id, accessKey } = readData(StrapiToken, await superAdmin.client.post('/admin/api-tokens', body));
    const reply = await asKey(accessKey).get('/api/whatsapp/me');
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: { details: { kind: 'unauthorized' } } });
    readBody(z.unknown(), await superAdmin.client.delete(`/admin/api-tokens/${id}`));
  });
});
