import { z } from 'zod';
import { ApiToken, IssuedApiToken, Me, Member, Tenant } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readError } from '../support/api-error';
import { auditOf } from '../support/audit-log';
import { createCompany } from '../support/company';
import type { Installation } from '../support/installation';
import { onEachDatabase } from '../support/on-each-database';
import { startScopedApp } from '../support/scoped-app';
import type { ScopedApp } from '../support/scoped-app';
import { setScopedScene } from '../support/scoped-people';
import type { ScopedCompany, Scene } from '../support/scoped-people';
import { readRows } from '../support/stored-rows';

const TIMEOUT_MS = 180_000;
const MINUTE_MS = 60_000;
const Titles = z.object({ results: z.array(z.object({ title: z.string() })) });
const Count = z.object({ n: z.coerce.number() });

/** Whoever deletes a company says its name. */
const named = (path: string, name: string): string => `${path}?name=${encodeURIComponent(name)}`;

onEachDatabase('the platform where it is not let in', (installation) => {
  it('enters no company', async () => {
    const { client } = installation.superAdmin;
    const company = await createCompany(installation);
    expect(readData(Me, await client.get('/whatsapp/me')).mayEnterTenants).toBe(false);
    const reply = await client.post(`/whatsapp/tenants/${company.tenant.id}/visit`, { reason: 'Curious' });
    expect(reply.status).toBe(403);
    expect(readError(reply).kind).toBe('forbidden');
    const members = readData(z.array(Member), await company.api.get('/whatsapp/members'));
    expect(members.map(({ role }) => role)).toEqual(['owner', 'agent']);
  });
});

onEachDatabase('the platform', (installation) => {
  let app: ScopedApp;
  let scene: Scene;
  let platform: ApiClient;
  beforeAll(async () => {
    const env = { ...installation.env, WHATSAPP_PLATFORM_ENTRY: 'true' };
    app = await startScopedApp({ kind: installation.kind, env }, { isolated: true });
    scene = await setScopedScene(app);
    platform = app.superAdmin.client;
  }, TIMEOUT_MS);
  afterAll(() => app.stop());

  const newCompany = () => createCompany(app.installation as Installation);
  const enter = (tenantId: string, body: object) =>
    platform.post(`/whatsapp/tenants/${tenantId}/visit`, body);
  const me = async () => readData(Me, await platform.get('/whatsapp/me'));
  const leave = () => platform.delete('/whatsapp/me/visit');

  describe('in a company', () => {
    it('looks for a limited time, with a reason that the company reads', async () => {
      const company = await newCompany();
      expect((await platform.get('/whatsapp/conversations')).status).toBe(404);
      const reply = await enter(company.tenant.id, { reason: 'Ticket 12', minutes: 5 });
      expect(reply.status).toBe(201);
      const entered = readData(Me, reply);
      expect(entered).toMatchObject({
        tenant: company.tenant,
        member: { role: 'visitor', kind: 'admin' },
        rights: ['read', 'readAll', 'reports'],
        mayEnterTenants: true,
      });
      expect((await platform.get('/whatsapp/conversations')).status).toBe(200);
      const changing = [
        await platform.get('/whatsapp/members'),
        await platform.get('/whatsapp/audit'),
        await platform.post('/whatsapp/channels', {}),
      ];
      expect(changing.map(({ status }) => status)).toEqual([403, 403, 403]);

      const longer = readData(Me, await enter(company.tenant.id, { reason: 'Ticket 13', minutes: 60 }));
      const gained = Date.parse(longer.member?.expiresAt ?? '') - Date.parse(entered.member?.expiresAt ?? '');
      expect(gained).toBeGreaterThan(50 * MINUTE_MS);
      const members = readData(z.array(Member), await company.api.get('/whatsapp/members'));
      expect(members.filter(({ role }) => role === 'visitor')).toMatchObject([{ name: 'Sam Super' }]);

      const left = await leave();
      expect(readData(Me, left)).toMatchObject({ tenant: null, member: null, companies: [] });
      expect((await platform.get('/whatsapp/conversations')).status).toBe(404);
      expect((await leave()).status).toBe(404);
      const told = (await auditOf(company.api)).filter(({ action }) => action.startsWith('platform.'));
      expect(told).toMatchObject([
        {
          action: 'platform.left',
          actor: { kind: 'platform', name: 'Sam Super' },
          details: { reason: 'Ticket 13' },
        },
        { action: 'platform.entered', details: { reason: 'Ticket 13', minutes: '60' } },
        { action: 'platform.entered', details: { reason: 'Ticket 12', minutes: '5' } },
      ]);
    });

    it('is out when the time is over', async () => {
      const company = await newCompany();
      const entered = readData(Me, await enter(company.tenant.id, { reason: 'Ticket 14' }));
      await app
        .database('whatsapp_members')
        .where({ document_id: entered.member?.id })
        .update({ expires_at: new Date(Date.now() - MINUTE_MS) });
      expect(await me()).toMatchObject({ tenant: null });
      expect((await platform.get('/whatsapp/conversations')).status).toBe(404);
      expect(readData(Me, await enter(company.tenant.id, { reason: 'Again' }))).toMatchObject({
        tenant: company.tenant,
      });
      await leave();
    });

    it('is shown out by an owner, and given no role', async () => {
      const company = await newCompany();
      const { member } = readData(Me, await enter(company.tenant.id, { reason: 'Ticket 15' }));
      const path = `/whatsapp/members/${member?.id}`;
      expect((await company.api.put(path, { role: 'agent' })).status).toBe(409);
      expect((await company.api.delete(path)).status).toBe(204);
      expect(await me()).toMatchObject({ tenant: null });
    });

    it('is no visitor where it works anyway, and becomes a colleague by being added', async () => {
      const company = await newCompany();
      await enter(company.tenant.id, { reason: 'Ticket 16' });
      const body = { email: app.superAdmin.email, role: 'supervisor' };
      const added = await company.api.post('/whatsapp/members', body);
      expect(readData(Member, added)).toMatchObject({ role: 'supervisor', expiresAt: null });
      expect((await enter(company.tenant.id, { reason: 'Ticket 17' })).status).toBe(409);
      expect((await company.api.delete(`/whatsapp/members/${readData(Member, added).id}`)).status).toBe(204);
    });

    it('sees the rows of the application’s own types there, and changes none', async () => {
      const { tenantId, rows } = scene.foreign;
      const deals = '/content-manager/collection-types/api::deal.deal';
      const titles = async () =>
        Titles.parse((await platform.get(deals)).body).results.map(({ title }) => title);
      expect(await titles()).toEqual([]);
      await enter(tenantId, { reason: 'Ticket 18' });
      const before = await titles();
      expect(before).toHaveLength(1);
      const own = `${deals}/${rows.deal.documentId}`;
      const writes = [
        await platform.put(own, { title: 'changed' }),
        await platform.post(deals, { title: 'added' }),
        await platform.delete(own),
        await platform.post(`${deals}/actions/bulkDelete`, { documentIds: [rows.deal.documentId] }),
      ];
      expect(writes.filter(({ status }) => status < 400)).toEqual([]);
      expect(await titles()).toEqual(before);
      await leave();
    });

    it('cannot touch its audit log by Strapi’s own API, and neither can an owner', async () => {
      const company = await newCompany();
      const body = { email: app.superAdmin.email, role: 'owner' };
      const { id } = readData(Member, await company.api.post('/whatsapp/members', body));
      const before = await auditOf(company.api);
      const path = '/content-manager/collection-types/plugin::whatsapp.audit-entry';
      const line = { at: new Date().toISOString(), action: 'forged', actorKind: 'system', actorName: 'x' };
      const documentIds = before.map((entry) => entry.id);
      const replies = [
        await platform.post(path, { ...line, details: {} }),
        await platform.put(`${path}/${documentIds[0]}`, { actorName: 'x' }),
        await platform.delete(`${path}/${documentIds[0]}`),
        await platform.post(`${path}/actions/bulkDelete`, { documentIds }),
      ];
      expect(replies.filter(({ status }) => status < 400)).toEqual([]);
      expect(await auditOf(company.api)).toEqual(before);
      await company.api.delete(`/whatsapp/members/${id}`);
    });
  });

  describe('ends a company', () => {
    const TABLES = ['members', 'audit_entries', 'channels', 'contacts', 'conversations', 'messages'];
    const rowsOf = async (tenantId: number): Promise<number> => {
      const tables = [...TABLES.map((name) => `whatsapp_${name}`), 'app_deals', 'app_stages', 'app_badges'];
      const counts = await Promise.all(
        tables.map((table) =>
          readRows(Count, app.database(table).where({ tenant_id: tenantId }).count({ n: '*' })),
        ),
      );
      return counts.flat().reduce((sum, { n }) => sum + n, 0);
    };
    const numberOf = async (documentId: string): Promise<number> => {
      const [row] = await readRows(
        z.object({ id: z.number() }),
        app.database('whatsapp_tenants').where({ document_id: documentId }).select('id'),
      );
      return row?.id ?? 0;
    };
    const ownerOf = async (company: ScopedCompany): Promise<ApiClient> => {
      const body = { email: app.superAdmin.email, role: 'owner' };
      await platform.post(`/whatsapp/tenants/${company.tenantId}/members`, body);
      await platform.put('/whatsapp/me/company', { tenantId: company.tenantId });
      return platform;
    };

    it('with every row of it, its tokens and the application’s rows, and touches no other', async () => {
      const { own, foreign } = scene;
      const [ending, staying] = [await numberOf(own.tenantId), await numberOf(foreign.tenantId)];
      const issued = await (await ownerOf(own)).post('/whatsapp/api-tokens', { name: 'Ending' });
      const { accessKey } = readData(IssuedApiToken, issued);
      const name =
        readData(z.array(Tenant), await platform.get('/whatsapp/tenants')).find(
          ({ id }) => id === own.tenantId,
        )?.name ?? '';
      const before = await rowsOf(staying);
      expect(await rowsOf(ending)).toBeGreaterThan(8);

      const path = `/whatsapp/tenants/${own.tenantId}`;
      expect((await platform.delete(named(path, `${name} `))).status).toBe(400);
      expect(await rowsOf(ending)).toBeGreaterThan(8);
      expect((await platform.delete(named(path, name))).status).toBe(204);

      expect(await rowsOf(ending)).toBe(0);
      expect(await numberOf(own.tenantId)).toBe(0);
      expect(await rowsOf(staying)).toBe(before);
      expect((await platform.as(accessKey).get('/api/whatsapp/me')).status).toBe(401);
      const leftovers = app.database('strapi_api_tokens').where('name', 'like', 'Ending%');
      expect(await leftovers).toEqual([]);
      expect(readData(Me, await own.panel.get('/whatsapp/me'))).toMatchObject({
        tenant: null,
        companies: [],
      });
      expect((await platform.delete(named(path, name))).status).toBe(404);
      expect(await me()).toMatchObject({ tenant: null });
    });

    it('once, when it is asked twice at the same time', async () => {
      const company = await newCompany();
      const path = `/whatsapp/tenants/${company.tenant.id}`;
      const sure = named(path, company.tenant.name);
      const replies = await Promise.all([platform.delete(sure), platform.delete(sure)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 404]);
    });
  });

  it('gives companies tokens that do not live on without them', async () => {
    const company = await newCompany();
    await company.api.post('/whatsapp/api-tokens', { name: 'Kept' });
    const tokens = readData(z.array(ApiToken), await company.api.get('/whatsapp/api-tokens'));
    expect(tokens.map(({ name }) => name)).toEqual(['Kept']);
    await platform.delete(named(`/whatsapp/tenants/${company.tenant.id}`, company.tenant.name));
    expect((await company.api.get('/whatsapp/api-tokens')).status).toBe(404);
  });
});
