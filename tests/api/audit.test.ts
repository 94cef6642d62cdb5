import { z } from 'zod';
import { AuditPage } from '../../src/plugins/whatsapp/contracts/audit';
import type { AuditEntry } from '../../src/plugins/whatsapp/contracts/audit';
import { Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { actionOf } from '../../src/plugins/whatsapp/contracts/rights';
import { readBody, readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { actsOf, auditOf } from '../support/audit-log';
import { connectChannel, createCompany, credentialsOf } from '../support/company';
import type { TestCompany } from '../support/company';
import { createSiteUser } from '../support/content-manager';
import { onEachDatabase } from '../support/on-each-database';
import { createPanelUser } from '../support/people';
import { readRow, WithId } from '../support/stored-rows';

const Created = z.object({ id: z.number() });
const MADE = ['platform Sam Super: member.added Arno Agent', 'platform Sam Super: member.added Olga Owner'];

onEachDatabase('the audit log of a company', (installation) => {
  const { superAdmin } = installation;
  const idOf = async ({ api, agent }: TestCompany): Promise<string> => {
    const members = readData(z.array(Member), await api.get('/whatsapp/members'));
    return members.find(({ email }) => email === agent.email)?.id ?? '';
  };

  it('tells who made the company and its people', async () => {
    const company = await createCompany(installation);
    const { name } = company.tenant;
    expect(await actsOf(company.api)).toEqual([...MADE, `platform Sam Super: company.created ${name}`]);
    const renamed = await superAdmin.client.put(`/whatsapp/tenants/${company.tenant.id}`, {
      name: 'Renamed',
    });
    expect(renamed.status).toBe(200);
    expect((await auditOf(company.api))[0]).toMatchObject({
      action: 'company.renamed',
      subject: { kind: 'company', id: company.tenant.id, name: 'Renamed' },
      details: { from: name, to: 'Renamed' },
    });
  });

  it('tells what its own people do with each other', async () => {
    const company = await createCompany(installation);
    const id = await idOf(company);
    await company.api.put(`/whatsapp/members/${id}`, { role: 'supervisor' });
    await company.api.put(`/whatsapp/members/${id}`, { role: 'supervisor' });
    await company.api.delete(`/whatsapp/members/${id}`);
    await company.api.post('/whatsapp/members', { email: company.agent.email });
    const [added, removed, changed, ...earlier] = await auditOf(company.api);
    const by = { actor: { kind: 'member', name: 'Olga Owner' }, subject: { kind: 'member', id } };
    expect(added).toMatchObject({ ...by, action: 'member.added', details: { role: 'agent', kind: 'admin' } });
    expect(removed).toMatchObject({ ...by, action: 'member.removed', details: { role: 'supervisor' } });
    expect(changed).toMatchObject({
      ...by,
      action: 'member.role-changed',
      details: { from: 'agent', to: 'supervisor' },
    });
    expect(earlier).toHaveLength(3);
  });

  it('tells of nothing that was refused', async () => {
    const company = await createCompany(installation);
    const before = await auditOf(company.api);
    await company.api.post('/whatsapp/members', { email: company.agent.email });
    await company.api.post('/whatsapp/members', { email: 'nobody@example.com' });
    await company.api.put('/whatsapp/members/unknown', { role: 'owner' });
    await company.agent.client.post('/whatsapp/api-tokens', { name: 'Not mine to make' });
    expect(await auditOf(company.api)).toEqual(before);
  });

  it('tells of people who are deleted in Strapi', async () => {
    const company = await createCompany(installation);
    const site = await createSiteUser(installation);
    await company.api.post('/whatsapp/members', { kind: 'user', email: site.email });
    await superAdmin.client.delete(
      `/content-manager/collection-types/plugin::users-permissions.user/${site.documentId}`,
    );
    expect((await auditOf(company.api))[0]).toMatchObject({
      action: 'member.removed',
      actor: { kind: 'platform', name: 'Sam Super' },
      subject: { kind: 'member', name: site.username },
    });
  });

  it('tells of channels, with the names of what was entered and none of the secrets', async () => {
    const [company, meta] = await Promise.all([
      createCompany(installation),
      installation.graphControl.addCompany(),
    ]);
    const channel = await connectChannel(company, meta, 'Front desk');
    const credentials = { accessToken: credentialsOf(meta).accessToken };
    await company.api.put(`/whatsapp/channels/${channel.id}`, { name: 'Reception' });
    await company.api.put(`/whatsapp/channels/${channel.id}`, { name: 'Reception' });
    await company.api.put(`/whatsapp/channels/${channel.id}`, { credentials });
    const told = (await auditOf(company.api)).slice(0, 3);
    const number = channel.displayPhoneNumber;
    const subject = { kind: 'channel', id: channel.id };
    expect(told).toMatchObject([
      { action: 'channel.changed', subject, details: { credentials: 'accessToken', number } },
      { action: 'channel.changed', subject, details: { name: 'Reception' } },
      { action: 'channel.connected', subject: { ...subject, name: 'Front desk' }, details: { number } },
    ]);
    const text = JSON.stringify(told);
    const { accessToken, appSecret } = credentialsOf(meta);
    expect([accessToken, appSecret].filter((secret) => text.includes(secret))).toEqual([]);
  });

  describe('about a Strapi role', () => {
    const roleWith = async (name: string, actions: string[]): Promise<number> => {
      const created = await superAdmin.client.post('/admin/roles', {
        name: `${name} ${Date.now()}`,
        description: name,
      });
      const { id } = readData(Created, created);
      await setActions(id, actions);
      return id;
    };
    const setActions = async (id: number, actions: string[]): Promise<void> => {
      const permissions = actions.map((action) => ({
        action,
        subject: null,
        properties: {},
        conditions: [],
      }));
      readData(z.unknown(), await superAdmin.client.put(`/admin/roles/${id}/permissions`, { permissions }));
    };
    const roleChanges = async (api: ApiClient): Promise<AuditEntry[]> => auditOf(api, '&action=role.changed');

    it('tells each company that has people with it, one line for a request', async () => {
      const [one, other, stranger] = await Promise.all([
        createCompany(installation),
        createCompany(installation),
        createCompany(installation),
      ]);
      const roleId = await roleWith('Shift', [actionOf('read')]);
      for (const company of [one, other]) {
        const person = await createPanelUser(superAdmin.client, { name: 'Selma Shift', roleId });
        await company.api.post('/whatsapp/members', { email: person.email });
      }
      await setActions(roleId, [actionOf('read'), actionOf('send'), actionOf('contacts')]);
      await setActions(roleId, [actionOf('send'), actionOf('contacts')]);
      // Nothing of ours.
      await setActions(roleId, [actionOf('send'), actionOf('contacts'), 'plugin::upload.read']);

      const [told, elsewhere] = [await roleChanges(one.api), await roleChanges(other.api)];
      expect(told).toMatchObject([
        { actor: { kind: 'platform', name: 'Sam Super' }, details: { withdrawn: 'conversations.read' } },
        {
          subject: { kind: 'role', id: String(roleId) },
          details: { granted: 'contacts.manage, messages.send' },
        },
      ]);
      expect(elsewhere.map(({ details }) => details)).toEqual(told.map(({ details }) => details));
      expect(await roleChanges(stranger.api)).toEqual([]);
    });
  });

  it('is found by act, by actor and by time, a page at a time', async () => {
    const company = await createCompany(installation);
    const names = Array.from({ length: 5 }, (_, index) => `Token ${index}`);
    for (const name of names) await company.api.post('/whatsapp/api-tokens', { name });
    const all = await auditOf(company.api);
    expect(all).toHaveLength(8);

    expect(await auditOf(company.api, '&action=token.created')).toEqual(all.slice(0, 5));
    expect(await auditOf(company.api, '&actor=OLGA')).toEqual(all.slice(0, 5));
    expect(await auditOf(company.api, '&actor=%25')).toEqual([]);
    const middle = all[3]?.at ?? '';
    const newer = await auditOf(company.api, `&from=${middle}`);
    const older = await auditOf(company.api, `&until=${middle}`);
    expect([newer[0], older.at(-1)]).toEqual([all[0], all.at(-1)]);
    expect([...newer, ...older]).toHaveLength(8 + all.filter(({ at }) => at === middle).length);

    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor && `&cursor=${cursor}`;
      const page = readBody(AuditPage, await company.api.get(`/whatsapp/audit?limit=3${query}`));
      pages.push(page.data.map(({ id }) => id));
      cursor = page.meta.nextCursor;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 2]);
    expect(pages.flat()).toEqual(all.map(({ id }) => id));
    expect((await company.api.get('/whatsapp/audit?cursor=x')).status).toBe(400);
  });

  it('shows a company nothing of another', async () => {
    const [one, other] = await Promise.all([createCompany(installation), createCompany(installation)]);
    await other.api.post('/whatsapp/api-tokens', { name: 'Foreign' });
    expect(await actsOf(one.api, '&action=token.created')).toEqual([]);
    const foreign = readBody(AuditPage, await other.api.get('/whatsapp/audit?limit=1'));
    const after = await one.api.get(`/whatsapp/audit?cursor=${foreign.meta.nextCursor}`);
    expect(readBody(AuditPage, after).data.map(({ subject }) => subject?.name)).not.toContain('Foreign');
  });

  it('is not rewritten by the database itself', async () => {
    const company = await createCompany(installation);
    const database = installation.database();
    const { id } = await readRow(
      WithId,
      database('whatsapp_tenants').where({ document_id: company.tenant.id }).first('id'),
    );
    const answer = await database('whatsapp_audit_entries')
      .where({ tenant_id: id })
      .update({ actor_name: 'Nobody' })
      .then(
        () => 'taken',
        (error: { message: string }) => error.message,
      );
    expect(answer).toContain('never changes');
  });
});
