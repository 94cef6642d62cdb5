import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ApiClient } from '../support/api-client';
import { readData } from '../support/api-client';
import { openOtherDoors } from '../support/doors-app';
import { eventually } from '../support/eventually';
import { callTool, toolsOf } from '../support/mcp';
import { onEachDatabase } from '../support/on-each-database';
import { startScopedApp } from '../support/scoped-app';
import type { ScopedApp } from '../support/scoped-app';
import { SECRET, setScopedScene } from '../support/scoped-people';
import type { Scene } from '../support/scoped-people';
import { runStrapi } from '../support/strapi-command';

const TIMEOUT_MS = 300_000;
const Token = z.object({ accessKey: z.string() });
interface WithId {
  id: number;
}
const EXPLORER = 'plugin::content-manager.explorer';

onEachDatabase('beside REST and Content Manager,', (installation) => {
  let app: ScopedApp;
  let scene: Scene;
  let traces: string[];

  beforeAll(async () => {
    app = await startScopedApp(installation, { isolated: true, prepare: openOtherDoors });
    const tokens = ['create', 'read', 'access'].map((action) => ({
      action: `admin::admin-tokens.${action}`,
      subject: null,
      properties: {},
      conditions: [],
    }));
    scene = await setScopedScene(app, { permissions: tokens, types: ['engine'] });
    traces = [SECRET, ...Object.values(scene.foreign.rows).map(({ documentId }) => documentId)];
  }, TIMEOUT_MS);
  afterAll(() => app.stop());

  const tracesIn = (answer: unknown): string[] => {
    const text = JSON.stringify(answer);
    return traces.filter((trace) => text.includes(trace));
  };

  const adminTokenOf = async (panel: ApiClient, name: string): Promise<ApiClient> => {
    const adminPermissions = ['read', 'create', 'update', 'delete'].map((action) => ({
      action: `${EXPLORER}.${action}`,
      subject: 'api::deal.deal',
      properties: action === 'delete' ? {} : { fields: ['title', 'stage', 'badges', 'topics'] },
      conditions: [],
    }));
    const body = { name, description: '', lifespan: null, adminPermissions };
    return panel.as(readData(Token, await panel.post('/admin/admin-tokens', body)).accessKey);
  };

  it('code of the application within a request sees the rows of whoever asks, by whatever way it goes', async () => {
    const answer = await scene.own.site.get('/api/engine');
    expect(answer.status).toBe(200);
    expect(tracesIn(answer.body)).toEqual([]);
    const whole = { title: 'own deal', stage: { title: 'own stage' }, badges: [{ title: 'own badge' }] };
    expect(answer.body).toMatchObject({
      counted: 1,
      documents: [whole],
      byQuery: [whole],
      streamed: [{ title: 'own deal' }],
    });
    const nobodys = await scene.fullToken.get('/api/engine');
    expect(nobodys.body).toMatchObject({
      counted: 0,
      documents: [],
      byQuery: [],
      built: [],
      streamed: [],
      service: [],
    });
    expect(tracesIn(nobodys.body)).toEqual([]);
  });

  it('a token of a person of the panel sees and changes what the person does', async () => {
    const token = await adminTokenOf(scene.own.panel, 'script of the first');
    const type = '/content-manager/collection-types/api::deal.deal';
    const list = await token.get(type);
    expect([list.status, tracesIn(list.body)]).toEqual([200, []]);
    expect(list.body).toMatchObject({ results: [{ title: 'own deal' }], pagination: { total: 1 } });
    const { documentId } = scene.foreign.rows.deal;
    const replies = [
      await token.get(`${type}/${documentId}`),
      await token.put(`${type}/${documentId}`, { title: 'taken' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404]);
    expect(await app.database('app_deals').where({ document_id: documentId }).select('title')).toEqual([
      { title: `${SECRET} deal` },
    ]);
  });

  it('MCP gives a token the rows of its person, and no others', async () => {
    const token = await adminTokenOf(scene.own.panel, 'assistant of the first');
    const tools = (await toolsOf(token)).filter((name) => name.includes('deal'));
    expect(tools.length).toBeGreaterThan(3);
    const list = await callTool(
      token,
      tools.find((name) => /list/.test(name)),
      {},
    );
    expect(list).toContain('own deal');
    expect(tracesIn(list)).toEqual([]);

    const { documentId } = scene.foreign.rows.deal;
    const onRow = tools.filter((name) => /get|update|delete/.test(name));
    expect(onRow.length).toBeGreaterThanOrEqual(3);
    for (const name of onRow) {
      const answers = [documentId, 'a'.repeat(24)].map(async (id) =>
        (await callTool(token, name, { documentId: id, data: { title: 'taken' } })).replaceAll(id, '<id>'),
      );
      const [foreign, absent] = await Promise.all(answers);
      expect(foreign).toBe(absent);
      expect(foreign).not.toContain(SECRET);
    }
    expect(await app.database('app_deals').where({ document_id: documentId }).select('title')).toEqual([
      { title: `${SECRET} deal` },
    ]);
  });

  it('a task that does not say for whom it works reads nothing, and is told so', async () => {
    const log = await eventually(() => {
      const text = app.strapi.tail();
      expect(text).toMatch(/task careful read 1 deals/);
      expect(text).toMatch(/task careless failed: NoScopeError: .*asTenants/);
      return text;
    });
    expect(log).not.toMatch(/task careless read/);
  });

  it(
    'an export says that it holds every company, and does; over HTTP nobody of a company gets one',
    async () => {
      const file = path.join(app.folder, 'everything');
      const { code, output } = await runStrapi(app.folder, app.settings, [
        ...['export', '--no-encrypt', '--no-compress', '--only', 'content', '--file', file],
      ]);
      expect([code, output]).toEqual([0, expect.stringContaining('holds the rows of every company')]);
      const archive = readFileSync(`${file}.tar`, 'utf8');
      expect(['own deal', `${SECRET} deal`].map((title) => archive.includes(title))).toEqual([true, true]);

      const { panel } = scene.own;
      const token = { name: 'mine', description: '', permissions: ['pull'], lifespan: null };
      const replies = [
        await panel.post('/admin/transfer/tokens', token),
        await panel.get('/admin/transfer/runner/pull'),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 401]);
    },
    TIMEOUT_MS,
  );

  it('a person of two companies works for one at a time, also in Content Manager and REST', async () => {
    const members = () => app.database('whatsapp_members');
    const rowOf = async (tenantId: string) =>
      await app.database('whatsapp_tenants').where({ document_id: tenantId }).first<{ id: number }>('id');
    const [own, foreign] = [await rowOf(scene.own.tenantId), await rowOf(scene.foreign.tenantId)];
    // The first of each are the own company's.
    const [wanda] = await app
      .database('admin_users')
      .where({ firstname: 'Wanda' })
      .orderBy('id')
      .select<WithId[]>('id');
    const [visitor] = await app.database('up_users').orderBy('id').select<WithId[]>('id');
    const people = [{ admin_user_id: wanda?.id }, { user_id: visitor?.id }];
    await members().insert(
      people.map((person, index) => ({
        ...person,
        tenant_id: foreign.id,
        role: 'agent',
        document_id: `${index}`.repeat(24),
      })),
    );
    const titles = async () => {
      const lists = [
        await scene.own.panel.get('/content-manager/collection-types/api::deal.deal?pageSize=100'),
        await scene.own.site.get('/api/deals'),
        await scene.own.site.get('/api/topics?populate=deals'),
      ];
      return lists.map(({ body }) => [...new Set(JSON.stringify(body).match(/\w+ deal"/g))].join());
    };
    const choose = (tenantId: number) =>
      members()
        .where({ tenant_id: tenantId })
        .where((of) => {
          for (const person of people) void of.orWhere(person);
        })
        .update({ selected_at: new Date() });

    expect(await titles()).toEqual(['own deal"', 'own deal"', 'own deal"']);
    await choose(foreign.id);
    const theirs = `${SECRET} deal"`;
    expect(await titles()).toEqual([theirs, theirs, theirs]);
    await choose(own.id);
    expect(await titles()).toEqual(['own deal"', 'own deal"', 'own deal"']);
  });
});
