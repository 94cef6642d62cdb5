import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { createApiClient, readBody } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { fillDeals, fillInbox } from '../support/many-rows';
import { startScopedApp, startTwin } from '../support/scoped-app';
import type { ScopedApp, Twin } from '../support/scoped-app';
import { setScopedScene } from '../support/scoped-people';
import type { Scene } from '../support/scoped-people';
import { freshSecrets } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { report } from './figures';
import { compare } from './in-turns';
import { ownersRights } from './owners-rights';

const CONVERSATIONS = 2_000;
const DEALS = 1_000;
const TIMEOUT_MS = 900_000;
const STORE = 'dist/src/plugins/whatsapp/server/src/store';

afterAll(report);

/** Our own store without the filter of the running scope. */
const UNSCOPED = `
const real = require('./scoped-real');
const joined = (query, join, { table, alias, of, by }) => query[join]({ [alias]: table }, alias + '.id', of + '.' + by);
module.exports = {
  ...real,
  scoped: (connection, table, alias) => connection(alias ? { [alias]: table } : table),
  scopedAmong: (connection, table, alias, find) => connection.from(find(connection(table)).as(alias)),
  joinScoped: (query, neighbour) => joined(query, 'join', neighbour),
  leftJoinScoped: (query, neighbour) => joined(query, 'leftJoin', neighbour),
};`;

const removeFilter = (folder: string): void => {
  const file = (name: string) => path.join(folder, STORE, name);
  if (!readFileSync(file('scoped.js'), 'utf8').includes('exports.scoped'))
    throw new Error('The store has changed');
  renameSync(file('scoped.js'), file('scoped-real.js'));
  writeFileSync(file('scoped.js'), UNSCOPED);
};

/** The product against itself without the choke point: two processes, one database, asked in turns. */
describe.each<DatabaseKind>(['sqlite', 'postgres'])('isolation on %s', (kind) => {
  let app: ScopedApp;
  let scene: Scene;
  let bare: Twin;

  beforeAll(async () => {
    const env = { ...freshSecrets(), NODE_ENV: 'production', HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
    app = await startScopedApp({ kind, env }, { isolated: true });
    scene = await setScopedScene(app, { permissions: ownersRights, types: [] });
    const { database } = app;
    for (const { tenantId, rows } of [scene.own, scene.foreign]) {
      const tenant = await database('whatsapp_tenants').where({ document_id: tenantId }).first<{
        id: number;
      }>('id');
      await database('whatsapp_members').where({ tenant_id: tenant.id }).update({ role: 'owner' });
      await database('whatsapp_tenants').where({ id: tenant.id }).update({ change_seq: CONVERSATIONS });
      await fillInbox(database, tenant.id, CONVERSATIONS);
      await fillDeals(database, tenant.id, { count: DEALS, stageId: rows.stage.id, badgeId: rows.badge.id });
    }
    // As a database knows its tables that were not filled a second ago: PostgreSQL would look by itself within two minutes.
    await database.raw('analyze');
    bare = await startTwin(app, { isolated: false, prepare: removeFilter });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await bare.stop();
    await app.stop();
  });

  const asking = (client: ApiClient, address: string) => ({
    with: { name: 'with', call: async () => readBody(z.unknown(), await client.get(address)) },
    without: {
      name: 'without',
      call: async () =>
        readBody(z.unknown(), await createApiClient(bare.strapiUrl, client.token).get(address)),
    },
  });

  it.each([
    ['inbox', 'panel', '/whatsapp/conversations?limit=30'],
    ['rest', 'site', '/api/deals?populate[stage]=true&populate[badges]=true&pagination[pageSize]=25'],
    ['contentManager', 'panel', '/content-manager/collection-types/api::deal.deal?pageSize=25'],
  ] as const)(
    'costs this share of a list: %s',
    async (name, who, address) => {
      const { with: guarded, without } = asking(scene.own[who], address);
      await compare(`isolation.${kind}.${name}`, [guarded, without]);
    },
    TIMEOUT_MS,
  );

  it.each([
    ['inbox', 'panel', 'whatsapp_conversations', '/whatsapp/conversations/:id/messages'],
    ['rest', 'site', 'app_deals', '/api/deals/:id'],
    ['contentManager', 'panel', 'app_deals', '/content-manager/collection-types/api::deal.deal/:id'],
  ] as const)(
    'takes as long for an id of another company as for none: %s',
    async (name, who, table, address) => {
      const tenant = await app
        .database('whatsapp_tenants')
        .where({ document_id: scene.foreign.tenantId })
        .first<{ id: number }>('id');
      const rows = await app.database(table).where({ tenant_id: tenant.id }).limit(200).select<
        {
          document_id: string;
        }[]
      >('document_id');
      let next = 0;
      const client = scene.own[who];
      const ask = async (id: string) =>
        expect((await client.get(address.replace(':id', id))).status).toBe(404);
      const foreign = () => ask(rows[(next += 1) % rows.length]?.document_id ?? '');
      const absent = () => ask(String((next += 1)).padStart(24, 'z'));
      await compare(`foreignId.${kind}.${name}`, [
        { name: 'foreign', call: foreign },
        { name: 'absent', call: absent },
      ]);
    },
    TIMEOUT_MS,
  );
});
