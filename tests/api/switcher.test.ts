import { Me } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import type { ApiClient, Reply } from '../support/api-client';
import { createCompany } from '../support/company';
import { createIngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { allConversations } from '../support/paging';
import { createSiteMember } from '../support/site-people';

onEachDatabase('somebody of several companies', (installation) => {
  const { superAdmin } = installation;
  const join = (tenantId: string, body: object): Promise<Reply> =>
    superAdmin.client.post(`/whatsapp/tenants/${tenantId}/members`, body);
  const meOf = async (client: ApiClient, base = '/whatsapp') => readData(Me, await client.get(`${base}/me`));

  it('works for one of them at a time, and chooses which', async () => {
    const [one, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const [own, foreign] = [await one.openConversation(), await other.openConversation()];
    const person = one.agent.client;
    await join(other.tenant.id, { email: one.agent.email, role: 'supervisor' });

    const before = await meOf(person);
    expect(before).toMatchObject({ tenant: one.tenant, member: { role: 'agent' } });
    expect(before.companies).toEqual([
      { tenant: one.tenant, role: 'agent' },
      { tenant: other.tenant, role: 'supervisor' },
    ]);
    expect((await allConversations(person)).map(({ id }) => id)).toEqual([own.id]);

    const switched = await person.put('/whatsapp/me/company', { tenantId: other.tenant.id });
    expect(readData(Me, switched)).toMatchObject({
      tenant: other.tenant,
      member: { role: 'supervisor' },
      companies: [{ tenant: other.tenant }, { tenant: one.tenant }],
    });
    expect((await allConversations(person)).map(({ id }) => id)).toEqual([foreign.id]);
    expect((await person.get(`/whatsapp/conversations/${own.id}`)).status).toBe(404);

    await person.put('/whatsapp/me/company', { tenantId: one.tenant.id });
    expect(await meOf(person)).toMatchObject({ tenant: one.tenant });
  });

  it('can choose none but their own', async () => {
    const [one, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    const ask = (tenantId: string) => one.owner.client.put('/whatsapp/me/company', { tenantId });
    const replies = [await ask(other.tenant.id), await ask('does-not-exist'), await ask('')];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await meOf(one.owner.client)).toMatchObject({ tenant: one.tenant });
  });

  it('falls back to another one when they are removed', async () => {
    const [one, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    const person = one.agent.client;
    await join(other.tenant.id, { email: one.agent.email });
    await person.put('/whatsapp/me/company', { tenantId: other.tenant.id });
    const { member } = await meOf(person);
    await other.api.delete(`/whatsapp/members/${member?.id}`);
    expect(await meOf(person)).toMatchObject({ tenant: one.tenant, companies: [{ tenant: one.tenant }] });
  });

  it('does so as a user of the site, too', async () => {
    const [one, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    const actions = ['me.find', 'me.update'];
    const site = await createSiteMember(installation, { roleName: 'Test switcher', actions });
    expect((await site.client.get('/api/whatsapp/me')).status).toBe(401);

    await join(one.tenant.id, { kind: 'user', email: site.email });
    await join(other.tenant.id, { kind: 'user', email: site.email });
    expect(await meOf(site.client, '/api/whatsapp')).toMatchObject({
      tenant: one.tenant,
      member: { kind: 'user', role: 'agent', lacks: [] },
      rights: ['read', 'send', 'contacts'],
      mayManageTenants: false,
    });
    const body = { tenantId: other.tenant.id };
    const switched = await site.client.put('/api/whatsapp/me/company', body);
    expect(readData(Me, switched)).toMatchObject({ tenant: other.tenant });
    expect((await site.client.put('/api/whatsapp/me/company', { tenantId: 7 })).status).toBe(400);
  });
});
