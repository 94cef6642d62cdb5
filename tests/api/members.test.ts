import { z } from 'zod';
import { Me, Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { actionOf, RIGHTS_OF_ROLE } from '../../src/plugins/whatsapp/contracts/rights';
import { readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readError } from '../support/api-error';
import { createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import { createSiteUser } from '../support/content-manager';
import { onEachDatabase } from '../support/on-each-database';
import { createPanelUser, ensureRole } from '../support/people';
import { readRow, WithId } from '../support/stored-rows';

const AdminUsers = z.object({ results: z.array(z.object({ id: z.number(), email: z.string() })) });

onEachDatabase('the people of a company', (installation) => {
  const { superAdmin } = installation;

  const membersOf = async (api: ApiClient): Promise<Member[]> =>
    readData(z.array(Member), await api.get('/whatsapp/members'));
  const idOf = async ({ api }: TestCompany, email: string): Promise<string> =>
    (await membersOf(api)).find((member) => member.email === email)?.id ?? 'nobody';
  const roleIn = async (client: ApiClient) =>
    readData(Me, await client.get('/whatsapp/me')).member?.role ?? null;
  const newcomer = async (role: 'owner' | 'agent' = 'agent') => {
    const roleId = await ensureRole(
      superAdmin.client,
      `Test ${role} newcomer`,
      RIGHTS_OF_ROLE[role].map(actionOf),
    );
    return createPanelUser(superAdmin.client, { name: 'Nora Newcomer', roleId });
  };

  it('are added, given another role and removed by an owner', async () => {
    const company = await createCompany(installation);
    const person = await newcomer();
    const body = { email: person.email, role: 'supervisor' };
    const reply = await company.api.post('/whatsapp/members', body);
    expect(reply.status).toBe(201);
    const added = readData(Member, reply);
    expect(added).toMatchObject({ name: 'Nora Newcomer', role: 'supervisor', kind: 'admin' });
    expect(await roleIn(person.client)).toBe('supervisor');

    const changed = await company.api.put(`/whatsapp/members/${added.id}`, { role: 'agent' });
    expect(readData(Member, changed)).toMatchObject({ id: added.id, role: 'agent' });
    expect(await roleIn(person.client)).toBe('agent');

    expect((await company.api.delete(`/whatsapp/members/${added.id}`)).status).toBe(204);
    expect(await roleIn(person.client)).toBeNull();
    expect((await person.client.get('/whatsapp/conversations')).status).toBe(404);
    expect((await membersOf(company.api)).map(({ role }) => role)).toEqual(['owner', 'agent']);
    expect((await company.api.delete(`/whatsapp/members/${added.id}`)).status).toBe(404);
    expect((await company.api.put(`/whatsapp/members/${added.id}`, { role: 'owner' })).status).toBe(404);
  });

  it('come back as the member that they were', async () => {
    const company = await createCompany(installation);
    const id = await idOf(company, company.agent.email);
    await company.api.delete(`/whatsapp/members/${id}`);
    const body = { email: company.agent.email, role: 'supervisor' };
    const again = await company.api.post('/whatsapp/members', body);
    expect(again.status).toBe(201);
    expect(readData(Member, again)).toMatchObject({ id, role: 'supervisor' });
    expect(await roleIn(company.agent.client)).toBe('supervisor');
    expect((await company.api.post('/whatsapp/members', body)).status).toBe(409);
  });

  it('are managed by the platform in the same way', async () => {
    const company = await createCompany(installation);
    const id = await idOf(company, company.agent.email);
    const path = `/whatsapp/tenants/${company.tenant.id}/members/${id}`;
    const changed = await superAdmin.client.put(path, { role: 'supervisor' });
    expect(readData(Member, changed)).toMatchObject({ id, role: 'supervisor' });
    expect((await superAdmin.client.delete(path)).status).toBe(204);
    expect((await superAdmin.client.delete(path)).status).toBe(404);
    expect(await roleIn(company.agent.client)).toBeNull();
  });

  it('are another company’s affair under its own id only', async () => {
    const [company, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    const id = await idOf(other, other.agent.email);
    const path = `/whatsapp/tenants/${company.tenant.id}/members/${id}`;
    const replies = [
      await company.api.put(`/whatsapp/members/${id}`, { role: 'owner' }),
      await company.api.delete(`/whatsapp/members/${id}`),
      await superAdmin.client.put(path, { role: 'owner' }),
      await superAdmin.client.delete(path),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await roleIn(other.agent.client)).toBe('agent');
  });

  it('always have an owner among them', async () => {
    const company = await createCompany(installation);
    const id = await idOf(company, company.owner.email);
    const platform = `/whatsapp/tenants/${company.tenant.id}/members/${id}`;
    const replies = [
      await company.api.put(`/whatsapp/members/${id}`, { role: 'agent' }),
      await company.api.delete(`/whatsapp/members/${id}`),
      await superAdmin.client.put(platform, { role: 'supervisor' }),
      await superAdmin.client.delete(platform),
    ];
    expect(replies.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
    expect(readError(replies[0] as (typeof replies)[number]).kind).toBe('conflict');
    expect((await company.api.put(`/whatsapp/members/${id}`, { role: 'owner' })).status).toBe(200);
    expect(await roleIn(company.owner.client)).toBe('owner');
  });

  it('keep an owner when two owners remove each other at the same time', async () => {
    for (const verb of ['delete', 'put'] as const) {
      const company = await createCompany(installation);
      const second = await company.addPerson('Otto Owner', 'owner');
      const [one, two] = [await idOf(company, company.owner.email), await idOf(company, second.email)];
      const replies = await Promise.all([
        company.api[verb](`/whatsapp/members/${two}`, { role: 'agent' }),
        second.client[verb](`/whatsapp/members/${one}`, { role: 'agent' }),
      ]);
      const refused = replies.filter(({ status }) => status >= 400);
      expect(refused.length).toBeGreaterThanOrEqual(1);
      const path = `/whatsapp/tenants/${company.tenant.id}/members`;
      const left = readData(z.array(Member), await superAdmin.client.get(path));
      expect(left.filter(({ role }) => role === 'owner').length).toBeGreaterThanOrEqual(1);
    }
  });

  it('are shown with the rights that their Strapi role withholds', async () => {
    const company = await createCompany(installation);
    const roleId = await ensureRole(superAdmin.client, 'Test reads only', [
      actionOf('read'),
      actionOf('send'),
    ]);
    const person = await createPanelUser(superAdmin.client, { name: 'Rita Reader', roleId });
    const added = await company.api.post('/whatsapp/members', { email: person.email });
    expect(readData(Member, added).lacks).toEqual(['readAll', 'contacts']);
    const agent = (await membersOf(company.api)).find(({ email }) => email === company.agent.email);
    expect(agent?.lacks).toEqual([]);
  });

  it('leave nothing behind when they are deleted in Strapi', async () => {
    const company = await createCompany(installation);
    const site = await createSiteUser(installation);
    await company.api.post('/whatsapp/members', { kind: 'user', email: site.email });
    expect(await membersOf(company.api)).toHaveLength(3);

    const path = `/admin/users?filters[email][$eq]=${encodeURIComponent(company.agent.email)}`;
    const { results } = readData(AdminUsers, await superAdmin.client.get(path));
    const deletions = [
      await superAdmin.client.delete(`/admin/users/${results[0]?.id}`),
      await superAdmin.client.delete(
        `/content-manager/collection-types/plugin::users-permissions.user/${site.documentId}`,
      ),
    ];
    expect(deletions.map(({ status }) => status)).toEqual([200, 200]);
    expect((await membersOf(company.api)).map(({ email }) => email)).toEqual([company.owner.email]);
    const { id: tenantId } = await readRow(
      WithId,
      installation.database()('whatsapp_tenants').where({ document_id: company.tenant.id }).first('id'),
    );
    const rows = installation.database()('whatsapp_members').where({ tenant_id: tenantId }).orderBy('id');
    expect(await rows.select('last_name')).toEqual([
      { last_name: null },
      { last_name: 'Arno Agent' },
      { last_name: site.username },
    ]);
    expect(await rows.clone().whereNull('removed_at').select('admin_user_id')).toHaveLength(1);
  });
});
