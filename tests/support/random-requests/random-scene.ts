import path from 'node:path';
import type { Knex } from 'knex';
import { z } from 'zod';
import { actionOf, RIGHTS_OF_ROLE } from '../../../src/plugins/whatsapp/contracts/rights';
import { readData } from '../api-client';
import type { ApiClient } from '../api-client';
import type { Installation } from '../installation';
import { startScopedApp } from '../scoped-app';
import type { ScopedApp } from '../scoped-app';
import { connected, createRow, SECRET, setScopedScene } from '../scoped-people';
import type { Scene, ScopedCompany } from '../scoped-people';
import { letAppDescribeItself, readAppMap } from './app-map';
import type { AppMap } from './app-map';
import { addPluginRows } from './company-rows';
import type { CompanyRows, Known } from './company-rows';
import { followFailures } from './failure-log';
import type { FailureLog } from './failure-log';
import { addOfferType, OFFER_FIELDS, OFFER_UID } from './offer-type';
import { createOtherCompany, markerOf } from './other-company';
import type { OtherCompany } from './other-company';
import type { Caller } from './random-requests';
import type { Pools } from './random-values';

const Token = z.object({ id: z.number(), accessKey: z.string() });
const WORDS = ['own', 'deal', 'everybody', ''];
const NOBODYS = 'a'.repeat(24);

const permission = (action: string, subject: string | null, properties: object = {}) => ({
  action,
  subject,
  properties,
  conditions: [],
});

const MORE_RIGHTS = {
  types: ['offer'],
  permissions: [
    ...RIGHTS_OF_ROLE.owner.map((right) => permission(actionOf(right), null)),
    ...['create', 'read', 'update'].map((action) =>
      permission(`plugin::content-manager.explorer.${action}`, OFFER_UID, {
        fields: OFFER_FIELDS,
        locales: ['en'],
      }),
    ),
    ...['delete', 'publish'].map((action) =>
      permission(`plugin::content-manager.explorer.${action}`, OFFER_UID, { locales: ['en'] }),
    ),
  ],
};

const createOffer = async ({ panel, rows }: ScopedCompany, word: string): Promise<Known> => {
  const line = { label: `${word} line`, badge: connected(rows.badge), stages: connected(rows.stage) };
  const offer = await createRow(panel, 'offer', {
    title: `${word} offer`,
    deal: connected(rows.deal),
    main: line,
    lines: [line, line],
    parts: [{ ...line, __component: 'sales.line' }],
  });
  const path = `/content-manager/collection-types/${OFFER_UID}/${offer.documentId}/actions/publish`;
  readData(z.unknown(), await panel.post(path, {}));
  return offer;
};

/** An API token of a company: what it is made of is a member whose credential it is. */
const createCompanyToken = async (app: ScopedApp, tenantId: number): Promise<ApiClient> => {
  const body = { name: 'of the company', description: '', type: 'full-access', lifespan: null };
  const { id, accessKey } = readData(Token, await app.superAdmin.client.post('/admin/api-tokens', body));
  const row = {
    document_id: NOBODYS.replaceAll('a', 'e'),
    tenant_id: tenantId,
    api_token_id: id,
    role: 'owner',
  };
  await app.database('whatsapp_members').insert(row);
  return app.superAdmin.client.as(accessKey);
};

/** As whom is asked. */
export const CALLERS: readonly Caller[] = [
  { name: 'panel', of: 'panel' },
  // Companies are listed and their people managed by the platform.
  { name: 'platform', of: 'panel', mayAsk: (path) => !path.startsWith('/whatsapp/tenants') },
  { name: 'site', of: 'content' },
  { name: 'token', of: 'content' },
  { name: 'stray', of: 'content' },
  { name: 'nobody', of: 'nobody' },
];

/** Ids that are like no other number, so that an answer shows where they are. */
const FIRST_ID = 700_000;

const startCountingAt = async (database: Knex, kind: Installation['kind'], first: number): Promise<void> => {
  for (const name of ['deals', 'stages', 'badges', 'topics', 'offers']) {
    const statements = {
      postgres: [`alter sequence app_${name}_id_seq restart ${first}`],
      sqlite: [
        `delete from sqlite_sequence where name = 'app_${name}'`,
        `insert into sqlite_sequence (name, seq) values ('app_${name}', ${first})`,
      ],
    };
    for (const statement of statements[kind]) await database.raw(statement);
  }
};

export interface RandomScene {
  map: AppMap;
  callers: Record<string, ApiClient>;
  other: OtherCompany;
  failures: FailureLog;
  pools: Pools;
  traces: string[];
  scene: Scene;
  ownOffer: Known;
  /** A row of the other company of every type. */
  foreignRows: CompanyRows;
  stop(): Promise<void>;
}

const rowsById = async (app: ScopedApp, map: AppMap): Promise<Pools['ids']> => {
  const ids = new Map<string, (number | string)[]>();
  for (const { uid, tableName, isScoped } of map.models) {
    if (!isScoped && !uid.startsWith('api::')) continue;
    const rows = await app.database(tableName).select<
      {
        id: number;
        document_id: string;
      }[]
    >('id', 'document_id');
    ids.set(
      uid,
      rows.flatMap(({ id, document_id: documentId }) => [Number(id), documentId]),
    );
  }
  return ids;
};

/** Two companies with a row of every kind, and everybody who may ask as the one for the other's. */
export const setRandomScene = async (
  installation: Pick<Installation, 'kind' | 'env'>,
  { isolated }: { isolated: boolean },
): Promise<RandomScene> => {
  const app = await startScopedApp(installation, {
    isolated,
    prepare: (copy) => {
      addOfferType(copy);
      letAppDescribeItself(copy);
    },
  });
  try {
    const map = readAppMap(app.folder);
    await startCountingAt(app.database, installation.kind, FIRST_ID);
    const scene = await setScopedScene(app, MORE_RIGHTS);
    const { database } = app;
    const tenantOf = async ({ tenantId: documentId }: ScopedCompany): Promise<Known> => {
      const row = await database('whatsapp_tenants').where({ document_id: documentId }).first<{
        id: number;
      }>('id');
      await database('whatsapp_tenants').where({ id: row.id }).update({ change_seq: 5 });
      return { id: row.id, documentId };
    };
    const [own, foreign] = [await tenantOf(scene.own), await tenantOf(scene.foreign)];
    const [ownOffer, foreignOffer] = [
      await createOffer(scene.own, 'own'),
      await createOffer(scene.foreign, SECRET),
    ];
    for (const [company, tenant, offer] of [
      [scene.own, own, ownOffer],
      [scene.foreign, foreign, foreignOffer],
    ] as const) {
      // The choke point has done so already; where it was taken out, whose the rows are must be known all the same.
      for (const [type, { documentId }] of Object.entries({ ...company.rows, offer })) {
        await database(`app_${type}s`).where({ document_id: documentId }).update({ tenant_id: tenant.id });
      }
    }
    const word = markerOf(SECRET, 'one');
    await addPluginRows(database, map.models, { tenant: own, word: 'own' });
    const foreignRows = await addPluginRows(database, map.models, { tenant: foreign, word });
    for (const [type, row] of Object.entries({ ...scene.foreign.rows, offer: foreignOffer })) {
      foreignRows.set(`api::${type}.${type}`, row);
    }
    await database('whatsapp_members').where({ tenant_id: own.id }).update({ role: 'owner' });
    await database('whatsapp_tenants')
      .where({ id: foreign.id })
      .update({ name: `${word} company` });
    for (const name of ['deals', 'stages', 'badges', 'offers']) {
      const rows = database(`app_${name}`).where({ tenant_id: foreign.id });
      await rows.update({ title: `${word} ${name}` });
    }
    const callers = {
      panel: scene.own.panel,
      site: scene.own.site,
      token: await createCompanyToken(app, own.id),
      stray: scene.fullToken,
      platform: app.superAdmin.client,
      nobody: app.superAdmin.client.as(null),
    };
    const ids = await rowsById(app, map);
    const foreignIds: string[] = [];
    for (const { tableName, isScoped } of map.models.filter(
      (model) => model.isScoped && model.tableName !== 'whatsapp_tenants',
    )) {
      const rows = isScoped
        ? await database(tableName).where({ tenant_id: foreign.id }).select('document_id')
        : [];
      foreignIds.push(...(rows as { document_id: string }[]).map(({ document_id: id }) => id));
    }
    return {
      map,
      scene,
      ownOffer,
      foreignRows,
      callers,
      failures: followFailures(path.join(app.folder, 'strapi.log')),
      other: createOtherCompany(database, { models: map.models, tenantId: foreign.id, secret: SECRET }),
      pools: { ids, words: { asked: [SECRET, word, markerOf(SECRET, 'two'), ...WORDS], written: WORDS } },
      traces: [word, markerOf(SECRET, 'two'), `${SECRET} guest`, foreign.documentId, ...foreignIds],
      stop: app.stop,
    };
  } catch (error) {
    const tail = app.strapi.tail();
    await app.stop();
    throw new Error(`The scene could not be set\n${tail}`, { cause: error });
  }
};
