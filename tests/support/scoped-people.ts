import { z } from 'zod';
import { readBody, readData } from './api-client';
import type { ApiClient } from './api-client';
import { createCompany } from './company';
import { createSiteUser } from './content-manager';
import type { Installation } from './installation';
import { createPanelUser, ensureRole } from './people';
import { APP_TYPES } from './scoped-app';
import type { ScopedApp } from './scoped-app';

const Row = z.object({ id: z.number(), documentId: z.string() });
export type Row = z.infer<typeof Row>;
const Roles = z.object({ roles: z.array(z.object({ id: z.number(), type: z.string() })) });
const Token = z.object({ accessKey: z.string() });

interface Permission {
  action: string;
  subject: string | null;
  properties: { fields?: string[]; locales?: string[] };
  conditions: never[];
}

/** What a scene needs beyond the types of `scoped-app.ts`. */
export interface MoreRights {
  /** Of the people of the panel. */
  permissions: Permission[];
  /** Types of the application whose REST routes are open to users of the site. */
  types: string[];
}
const NO_MORE: MoreRights = { permissions: [], types: [] };

/** Rights as wide as Strapi gives them: everything in the Content Manager, on every type of the application. */
const widePermissions = (): Permission[] =>
  APP_TYPES.flatMap((name) =>
    ['create', 'read', 'update', 'delete'].map((action) => ({
      action: `plugin::content-manager.explorer.${action}`,
      subject: `api::${name}.${name}`,
      properties: action === 'delete' ? {} : { fields: ['title', 'deals', 'stage', 'badges', 'topics'] },
      conditions: [],
    })),
  );

const FIELDS: Record<string, string[]> = {
  deal: ['title', 'stage', 'badges', 'topics'],
  stage: ['title', 'deals'],
  badge: ['title', 'deals'],
  topic: ['title', 'deals'],
};

const withOwnFields = (permission: Permission): Permission => {
  const name = permission.subject?.split('.').at(-1) ?? '';
  return 'fields' in permission.properties
    ? { ...permission, properties: { fields: FIELDS[name] ?? [] } }
    : permission;
};

const letSiteUsers = async ({ superAdmin }: ScopedApp, more: readonly string[]): Promise<void> => {
  const { roles } = readBody(Roles, await superAdmin.client.get('/users-permissions/roles'));
  const role = roles.find(({ type }) => type === 'authenticated');
  const all = ['find', 'findOne', 'create', 'update', 'delete'];
  const rights = Object.fromEntries(all.map((action) => [action, { enabled: true }]));
  const permissions = Object.fromEntries(
    [...APP_TYPES, ...more].map((name) => [`api::${name}`, { controllers: { [name]: rights } }]),
  );
  const body = { name: 'Authenticated', description: 'wide', permissions, users: [] };
  readBody(z.unknown(), await superAdmin.client.put(`/users-permissions/roles/${role?.id}`, body));
};

export interface ScopedCompany {
  /** With a session of the panel, and with a token of the site. */
  panel: ApiClient;
  site: ApiClient;
  tenantId: string;
  rows: Record<'deal' | 'stage' | 'badge', Row>;
}

export const createRow = async (panel: ApiClient, name: string, body: object): Promise<Row> =>
  readData(Row, await panel.post(`/content-manager/collection-types/api::${name}.${name}`, body));

export const connected = ({ id, documentId }: Row) => ({ connect: [{ id, documentId }], disconnect: [] });

const createScopedCompany = async (
  app: ScopedApp,
  { word, permissions: more }: { word: string; permissions: Permission[] },
): Promise<ScopedCompany> => {
  const { installation, superAdmin } = app;
  const company = await createCompany(installation as Installation);
  const roleId = await ensureRole(superAdmin.client, 'Wide', []);
  const permissions = [...widePermissions().map(withOwnFields), ...more];
  readData(z.unknown(), await superAdmin.client.put(`/admin/roles/${roleId}/permissions`, { permissions }));
  const join = async (kind: string, email: string) =>
    readData(
      z.unknown(),
      await superAdmin.client.post(`/whatsapp/tenants/${company.tenant.id}/members`, { kind, email }),
    );
  const person = await createPanelUser(superAdmin.client, { name: 'Wanda Wide', roleId });
  const user = await createSiteUser(installation as Installation);
  await join('admin', person.email);
  await join('user', user.email);

  const panel = person.client;
  const [stage, badge] = [
    await createRow(panel, 'stage', { title: `${word} stage` }),
    await createRow(panel, 'badge', { title: `${word} badge` }),
  ];
  const deal = await createRow(panel, 'deal', {
    title: `${word} deal`,
    stage: connected(stage),
    badges: connected(badge),
  });
  return { panel, site: user.client, tenantId: company.tenant.id, rows: { deal, stage, badge } };
};

export interface Scene {
  app: ScopedApp;
  own: ScopedCompany;
  foreign: ScopedCompany;
  /** Of nobody; it is linked to a deal of each company. */
  topic: Row;
  /** A token of the content API with every right, of no company. */
  fullToken: ApiClient;
  /** People of the own company with Strapi's own roles. */
  editor: ApiClient;
  author: ApiClient;
}

/** Somebody of the company with one of Strapi's own roles, which it gave rights for every type that it found. */
const joinAs = async (
  { superAdmin }: ScopedApp,
  tenantId: string,
  name: 'Editor' | 'Author',
): Promise<{ client: ApiClient; roleId: number }> => {
  const roleId = await ensureRole(superAdmin.client, name, []);
  const person = await createPanelUser(superAdmin.client, { name: `Ed ${name}`, roleId });
  const { email } = person;
  readData(z.unknown(), await superAdmin.client.post(`/whatsapp/tenants/${tenantId}/members`, { email }));
  return { client: person.client, roleId };
};

export const SECRET = 'BSECRET';

export const setScopedScene = async (
  app: ScopedApp,
  { permissions, types }: MoreRights = NO_MORE,
): Promise<Scene> => {
  await letSiteUsers(app, types);
  const own = await createScopedCompany(app, { word: 'own', permissions });
  const foreign = await createScopedCompany(app, { word: SECRET, permissions });
  const topic = await createRow(own.panel, 'topic', { title: 'everybody', deals: connected(own.rows.deal) });
  readData(
    z.unknown(),
    await foreign.panel.put(`/content-manager/collection-types/api::topic.topic/${topic.documentId}`, {
      deals: connected(foreign.rows.deal),
    }),
  );
  const editor = await joinAs(app, own.tenantId, 'Editor');
  const author = await joinAs(app, own.tenantId, 'Author');
  // An Author sees their own rows only: widened, as people do, so that there is something to leak.
  const path = `/admin/roles/${author.roleId}/permissions`;
  const widened = { permissions: widePermissions().map(withOwnFields) };
  readData(z.unknown(), await app.superAdmin.client.put(path, widened));
  const token = { name: 'full', description: '', type: 'full-access', lifespan: null };
  const { accessKey } = readData(Token, await app.superAdmin.client.post('/admin/api-tokens', token));
  return {
    app,
    own,
    foreign,
    topic,
    fullToken: own.site.as(accessKey),
    editor: editor.client,
    author: author.client,
  };
};
