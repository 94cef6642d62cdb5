import { knex } from 'knex';
import { z } from 'zod';
import { createApiClient, readBody } from '../support/api-client';
import { fillInbox } from '../support/many-rows';
import { addPolicies, removePolicies, tellPolicies } from '../support/row-level-security';
import type { SettingMode } from '../support/row-level-security';
import { startScopedApp, startTwin } from '../support/scoped-app';
import type { ScopedApp } from '../support/scoped-app';
import { setScopedScene } from '../support/scoped-people';
import type { Scene } from '../support/scoped-people';
import { freshSecrets } from '../support/stack';
import { keep, percentile, report } from './figures';
import { compare } from './in-turns';
import { ownersRights } from './owners-rights';

const CONVERSATIONS = 2_000;
const TIMEOUT_MS = 900_000;
const LIST = '/whatsapp/conversations?limit=30';

afterAll(report);

/** What a second wall in PostgreSQL would cost, and whether it would stand, with the pool that Strapi has. */
describe('row-level security', () => {
  let app: ScopedApp;
  let scene: Scene;
  let policies: { url: string; role: string };

  beforeAll(async () => {
    const env = { ...freshSecrets(), NODE_ENV: 'production', HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
    app = await startScopedApp({ kind: 'postgres', env }, { isolated: true });
    scene = await setScopedScene(app, { permissions: ownersRights, types: [] });
    const { database } = app;
    for (const { tenantId } of [scene.own, scene.foreign]) {
      const tenant = await database('whatsapp_tenants').where({ document_id: tenantId }).first<{
        id: number;
      }>('id');
      await database('whatsapp_members').where({ tenant_id: tenant.id }).update({ role: 'owner' });
      await fillInbox(database, tenant.id, CONVERSATIONS);
    }
    await database.raw('analyze');
    policies = await addPolicies(database, app.settings.DATABASE_URL ?? '');
  }, TIMEOUT_MS);
  afterAll(async () => {
    await removePolicies(app.database, policies.role);
    await app.stop();
  });

  it.each<SettingMode>(['transaction', 'session'])(
    'costs this share of an inbox list, with a setting per %s',
    async (mode) => {
      const settings = { ...app.settings, DATABASE_URL: policies.url };
      const walled = await startTwin({ settings }, { isolated: true, prepare: tellPolicies(mode) });
      try {
        const client = createApiClient(walled.strapiUrl, scene.own.panel.token);
        const Page = z.object({ data: z.array(z.unknown()).length(30) });
        const statements: number[] = [];
        const ask = async (api: typeof client) => {
          const reply = await api.get(LIST);
          readBody(Page, reply);
          return Number(reply.headers.get('x-statements'));
        };
        await compare(`rowLevelSecurity.${mode}`, [
          { name: 'with', call: async () => statements.push(await ask(client)) },
          { name: 'without', call: () => ask(scene.own.panel) },
        ]);
        keep(`rowLevelSecurity.${mode}.statements`, '', [percentile(statements, 0.5)]);
      } finally {
        await walled.stop();
      }
    },
    TIMEOUT_MS,
  );

  it('stands or falls with the setting: it stays on a pooled connection, and is not there outside of a transaction', async () => {
    const pool = knex({ client: 'pg', connection: policies.url, pool: { min: 1, max: 1 } });
    const seen = async (): Promise<number> => {
      const [row] = await pool('whatsapp_conversations').count({ n: '*' });
      return Number(row?.n);
    };
    try {
      // Nobody said anything: nothing. `set local` outside of a transaction is over with its own statement: nothing.
      expect(await seen()).toBe(0);
      await pool.raw("select set_config('whatsapp.tenants', '1', true)");
      expect(await seen()).toBe(0);
      // For the session: whoever takes the connection next sees the company of whoever had it before.
      await pool.raw("select set_config('whatsapp.tenants', '1', false)");
      expect(await seen()).toBe(CONVERSATIONS);
      // And what switches the policies off is a statement that any injected one can be.
      await pool.raw("select set_config('whatsapp.tenants', '*', false)");
      expect(await seen()).toBe(2 * CONVERSATIONS);
    } finally {
      await pool.destroy();
    }
  });
});
