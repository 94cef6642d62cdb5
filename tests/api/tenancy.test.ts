import { z } from 'zod';
import { Me, Member, Tenant } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import { createCompany } from '../support/company';
import { createSiteUser } from '../support/content-manager';
import { onEachDatabase } from '../support/on-each-database';
import { createPanelUser, ensureRole, freshEmail, PERMISSIONS } from '../support/people';
import { readError } from '../support/api-error';
import { readRow, WithId } from '../support/stored-rows';

onEachDatabase('companies and their people', (installation) => {
  const { superAdmin } = installation;
  const newcomer = async () => {
    const roleId = await ensureRole(superAdmin.client, 'Test newcomer', Object.values(PERMISSIONS));
    return createPanelUser(superAdmin.client, { name: 'Nina New', roleId });
  };
  const membersOf = (tenantId: string) => `/whatsapp/tenants/${tenantId}/members`;

  it('tell everybody who they are and for which company they ask', async () => {
    const company = await createCompany(installation);
    const [owner, agent, admin, stranger] = [
      company.owner.client,
      company.agent.client,
      superAdmin.client,
      (await newcomer()).client,
    ];
    const me = async (client: typeof owner) => readData(Me, await client.get('/whatsapp/me'));
    expect(await me(owner)).toMatchObject({
      tenant: company.tenant,
      member: { name: 'Olga Owner', email: company.owner.email, role: 'owner', kind: 'admin' },
      mayManageTenants: false,
    });
    expect(await me(agent)).toMatchObject({ tenant: company.tenant, member: { role: 'agent' } });
    expect(await me(admin)).toMatchObject({ tenant: null, member: null, mayManageTenants: true });
    expect(await me(stranger)).toMatchObject({ tenant: null, member: null, mayManageTenants: false });
  });

  it('are managed by the super admin; to everybody else the routes look as if they were not there', async () => {
    const company = await createCompany(installation);
    const ask = async (client: typeof superAdmin.client) => [
      await client.get('/whatsapp/tenants'),
      await client.post('/whatsapp/tenants', { name: 'Mine' }),
      await client.post('/whatsapp/tenants', { name: '' }),
      await client.get(membersOf(company.tenant.id)),
      await client.get(membersOf('does-not-exist')),
      await client.post(membersOf(company.tenant.id), { email: company.agent.email, role: 'owner' }),
      await client.post(membersOf(company.tenant.id), {}),
    ];
    const replies = [...(await ask(company.owner.client)), ...(await ask(company.agent.client))];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const members = readData(z.array(Member), await superAdmin.client.get(membersOf(company.tenant.id)));
    expect(members.map(({ role }) => role)).toEqual(['owner', 'agent']);
  });

  it('are made with a name and nothing else', async () => {
    const wrong: [unknown, string][] = [
      [{}, 'name'],
      [{ name: '' }, 'name'],
      [{ name: ' \n' }, 'name'],
      [{ name: '\0' }, 'name'],
      [{ name: 'x'.repeat(121) }, 'name'],
      [{ name: 7 }, 'name'],
      [{ name: 'Acme', id: 'mine' }, ''],
      [[], ''],
    ];
    const replies = await Promise.all(
      wrong.map(([body]) => superAdmin.client.post('/whatsapp/tenants', body)),
    );
    expect(replies.map(({ status }) => status)).toEqual(wrong.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(wrong.map(([, path]) => path));

    const reply = await superAdmin.client.post('/whatsapp/tenants', { name: '  Zoë & Söhne 😀 \0 ' });
    expect(reply.status).toBe(201);
    const made = readData(Tenant, reply);
    expect(made.name).toBe('Zoë & Söhne 😀');
    const all = readData(z.array(Tenant), await superAdmin.client.get('/whatsapp/tenants'));
    expect(all).toContainEqual(made);
  });

  it('have each person once', async () => {
    const company = await createCompany(installation);
    const person = await newcomer();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        superAdmin.client.post(membersOf(company.tenant.id), { email: person.email }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const members = readData(z.array(Member), await superAdmin.client.get(membersOf(company.tenant.id)));
    expect(members.filter(({ email }) => email === person.email)).toMatchObject([
      { role: 'agent', kind: 'admin', name: 'Nina New' },
    ]);
  });

  it('find a person by the e-mail address however it is written, and say when there is none', async () => {
    const company = await createCompany(installation);
    const person = await newcomer();
    const add = (body: unknown) => superAdmin.client.post(membersOf(company.tenant.id), body);
    expect((await add({ email: person.email.toUpperCase() })).status).toBe(201);

    const site = await createSiteUser(installation);
    const wrong: [unknown, string][] = [
      [{ email: freshEmail('nobody') }, 'email'],
      [{ email: site.email, kind: 'admin' }, 'email'],
      [{ email: person.email, kind: 'user' }, 'email'],
      [{ email: 'no address' }, 'email'],
      [{}, 'email'],
      [{ email: person.email, role: 'king' }, 'role'],
      [{ email: person.email, kind: 'robot' }, 'kind'],
      [{ email: person.email, tenant: 'other' }, ''],
    ];
    const replies = await Promise.all(wrong.map(([body]) => add(body)));
    expect(replies.map(({ status }) => status)).toEqual(wrong.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(wrong.map(([, path]) => path));
  });

  it('answer 404 where there is no such company', async () => {
    const person = await newcomer();
    const ids = ['does-not-exist', '%00', encodeURIComponent("' or 1=1 --")];
    const replies = await Promise.all(
      ids.flatMap((id) => [
        superAdmin.client.get(membersOf(id)),
        superAdmin.client.post(membersOf(id), { email: person.email }),
      ]),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
  });

  it('may count a user of the site among them, who gets no way into the panel by it', async () => {
    const company = await createCompany(installation);
    const site = await createSiteUser(installation);
    const body = { kind: 'user', email: site.email, role: 'supervisor' };
    const added = readData(Member, await superAdmin.client.post(membersOf(company.tenant.id), body));
    expect(added).toMatchObject({
      kind: 'user',
      name: site.username,
      email: site.email,
      role: 'supervisor',
    });
    const replies = await Promise.all(
      ['me', 'conversations', 'channels', 'changes?after=0'].flatMap((name) => [
        site.client.get(`/whatsapp/${name}`),
        site.client.get(`/api/whatsapp/${name}`),
      ]),
    );
    expect(replies.filter(({ status }) => status < 400)).toEqual([]);
  });

  it('are not mixed up when a user of the site has the number of somebody of the panel', async () => {
    const [company, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    const database = installation.database();
    const { id } = await readRow(
      WithId,
      database('admin_users').where({ email: company.agent.email }).first('id'),
    );
    // The two kinds of people are numbered apart, and so their numbers meet.
    const email = freshEmail('twin');
    await database('up_users').insert({ id, email, username: email, document_id: email.slice(0, 24) });
    try {
      const added = await superAdmin.client.post(membersOf(other.tenant.id), { kind: 'user', email });
      expect(readData(Member, added)).toMatchObject({ kind: 'user', email });
      const me = readData(Me, await company.agent.client.get('/whatsapp/me'));
      expect(me).toMatchObject({ tenant: company.tenant, member: { kind: 'admin', role: 'agent' } });
    } finally {
      await database('whatsapp_members').where({ user_id: id }).delete();
      await database('up_users').where({ id, email }).delete();
    }
  });
});
