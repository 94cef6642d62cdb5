import { z } from 'zod';
import { Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import { received } from '../support/bridge-sender';
import type { TestCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { closeSockets, openSocket, refusalOf } from '../support/inbox-socket';
import type { InboxSocket } from '../support/inbox-socket';
import { onEachDatabase } from '../support/on-each-database';
import { changeCursorOf } from '../support/paging';
import { createPanelUser, ensureRole, PERMISSIONS } from '../support/people';
import type { Person } from '../support/people';

/** What nothing tells of is found by the regular check, which comes every ten seconds. */
const WITHIN_SECONDS = { deadlineMs: 30_000 };
/** Too soon for the regular check, most of the time. */
const AT_ONCE = { deadlineMs: 5_000 };

const Id = z.object({ id: z.number() });
const User = z.object({ id: z.number(), email: z.string() });
const Users = z.object({ results: z.array(User) });

onEachDatabase('the socket', (installation) => {
  const { superAdmin } = installation;
  afterEach(closeSockets);

  const tenantIdOf = async ({ tenant }: TestCompany): Promise<number> =>
    Id.parse(await installation.database()('whatsapp_tenants').where({ document_id: tenant.id }).first('id'))
      .id;
  const userIdOf = async ({ email }: Person): Promise<number> =>
    Id.parse(await installation.database()('admin_users').where({ email }).first('id')).id;
  const memberRow = async (person: Person, company: TestCompany) => ({
    admin_user_id: await userIdOf(person),
    tenant_id: await tenantIdOf(company),
  });
  const changeMember = async (person: Person, company: TestCompany, change: object) =>
    installation
      .database()('whatsapp_members')
      .where(await memberRow(person, company))
      .update(change);
  const join = async ({ tenant }: TestCompany, email: string) =>
    readData(z.unknown(), await superAdmin.client.post(`/whatsapp/tenants/${tenant.id}/members`, { email }));

  /** A screen of `person`, and one of a colleague that nothing happens to. */
  const openScreens = async (company: TestCompany, person: Person) => ({
    screen: await openSocket(installation, person.client.token),
    colleague: await openSocket(installation, company.owner.client.token),
  });
  /** After the end the company goes on: colleagues hear of it, and whoever was sent out does not. */
  const expectSilence = async (company: IngestCompany, screen: InboxSocket, colleague: InboxSocket) => {
    const [before, known] = [screen.hints.length, colleague.hints.length];
    await company.receive(received());
    await eventually(() => expect(colleague.hints.length).toBeGreaterThan(known));
    expect(screen.hints).toHaveLength(before);
  };

  it('ends at once when its person is removed, and comes in no more', async () => {
    const company = await createIngestCompany(installation);
    const { screen, colleague } = await openScreens(company, company.agent);
    const members = readData(z.array(Member), await company.api.get('/whatsapp/members'));
    const { id } = members.find(({ email }) => email === company.agent.email) ?? {};
    expect((await company.api.delete(`/whatsapp/members/${id}`)).status).toBe(204);
    await eventually(() => expect(screen.isConnected()).toBe(false), AT_ONCE);
    expect(await refusalOf(installation, company.agent.client.token)).toBe('unauthorized');
    await expectSilence(company, screen, colleague);
  });

  it('ends within seconds when another process removed its person', async () => {
    const company = await createIngestCompany(installation);
    const { screen, colleague } = await openScreens(company, company.agent);
    await changeMember(company.agent, company, { removed_at: new Date() });
    await eventually(() => expect(screen.isConnected()).toBe(false), WITHIN_SECONDS);
    await expectSilence(company, screen, colleague);
  });

  it('goes to the other company when its person works for that one from now on', async () => {
    const [first, second] = [
      await createIngestCompany(installation),
      await createIngestCompany(installation),
    ];
    await join(second, first.agent.email);
    const { screen, colleague } = await openScreens(first, first.agent);
    const choice = { tenantId: second.tenant.id };
    expect((await first.agent.client.put('/whatsapp/me/company', choice)).status).toBe(200);
    await eventually(() => expect(screen.isConnected()).toBe(false), AT_ONCE);
    expect(colleague.isConnected()).toBe(true);

    const next = await openSocket(installation, first.agent.client.token);
    await first.receive(received());
    await second.receive(received());
    await eventually(() => expect(next.hints).toHaveLength(1));
    expect(next.hints[0]?.cursor).toBe(await changeCursorOf(second.api));
  });

  it('ends at once when the Strapi role of its person loses the right to read', async () => {
    const company = await createIngestCompany(installation);
    const roleId = await ensureRole(superAdmin.client, `Test ${company.tenant.name}`, [PERMISSIONS.read]);
    const person = await createPanelUser(superAdmin.client, { name: 'Rita Reader', roleId });
    await join(company, person.email);
    const { screen, colleague } = await openScreens(company, person);
    await superAdmin.client.put(`/admin/roles/${roleId}/permissions`, { permissions: [] });
    await eventually(() => expect(screen.isConnected()).toBe(false), AT_ONCE);
    expect(colleague.isConnected()).toBe(true);
  });

  it('ends at once when its person is blocked', async () => {
    const company = await createIngestCompany(installation);
    const { screen, colleague } = await openScreens(company, company.agent);
    const { results } = readData(
      Users,
      await superAdmin.client.get('/admin/users?pageSize=100&sort=id:DESC'),
    );
    const user = results.find(({ email }) => email === company.agent.email);
    await superAdmin.client.put(`/admin/users/${user?.id}`, { isActive: false });
    await eventually(() => expect(screen.isConnected()).toBe(false), AT_ONCE);
    expect(colleague.isConnected()).toBe(true);
  });

  it('ends when its session is ended from another place', async () => {
    const company = await createIngestCompany(installation);
    const { screen, colleague } = await openScreens(company, company.agent);
    const { client } = company.agent;
    expect((await client.delete('/admin/users/me/sessions')).status).toBe(200);
    await eventually(() => expect(screen.isConnected()).toBe(false), WITHIN_SECONDS);
    expect(colleague.isConnected()).toBe(true);
  });

  it('of a visitor ends with the visit, and a longer visit is a longer socket', async () => {
    const company = await createIngestCompany(installation);
    const [guest, regular] = [
      await company.addPerson('Gus Guest', 'agent'),
      await company.addPerson('Rob Regular', 'agent'),
    ];
    const visit = async (person: Person, seconds: number) =>
      changeMember(person, company, {
        role: 'visitor',
        expires_at: new Date(Date.now() + seconds * 1_000),
      });
    await visit(guest, 10);
    await visit(regular, 3_600);
    const [short, long] = await Promise.all(
      [guest, regular].map(({ client }) => openSocket(installation, client.token)),
    );
    await eventually(() => expect(short?.isConnected()).toBe(false), WITHIN_SECONDS);
    expect(await refusalOf(installation, guest.client.token)).toBe('unauthorized');
    expect(long?.isConnected()).toBe(true);
  });
});
