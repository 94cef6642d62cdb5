import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Me } from '../../src/plugins/whatsapp/contracts/tenancy';
import { Conversation } from '../../src/plugins/whatsapp/contracts/inbox';
import type { GivenRole, MemberRole } from '../../src/plugins/whatsapp/contracts/rights';
import { readBody, readData } from './api-client';
import type { ApiClient } from './api-client';
import type { TestCompany } from './company';
import { createSiteUser } from './content-manager';
import type { SiteUser } from './content-manager';
import type { Installation } from './installation';
import { createPanelUser, ensureRole, PERMISSIONS } from './people';
import type { Person } from './people';
import { readRow, WithId } from './stored-rows';

/** People and credentials of a company beside its owner and agent, and what the inbox's tests do with them. */

export const idOfMember = async (client: ApiClient): Promise<string> =>
  readData(Me, await client.get('/whatsapp/me')).member?.id ?? '';

/** Somebody of the panel who sees only what is assigned to them, and may do everything else that an agent may. */
export const addRestricted = async (
  { superAdmin }: Installation,
  { tenant }: TestCompany,
  name = 'Rita Restricted',
): Promise<Person & { memberId: string }> => {
  const rights = [PERMISSIONS.read, PERMISSIONS.send, PERMISSIONS.contacts];
  const roleId = await ensureRole(superAdmin.client, 'Test only assigned', rights);
  const person = await createPanelUser(superAdmin.client, { name, roleId });
  const body = { email: person.email, role: 'agent' };
  readData(z.unknown(), await superAdmin.client.post(`/whatsapp/tenants/${tenant.id}/members`, body));
  return { ...person, memberId: await idOfMember(person.client) };
};

/** As `api`, who may see all conversations. Null: to nobody. */
export const giveTo = async (
  api: ApiClient,
  conversationId: string,
  memberId: string | null,
): Promise<Conversation> =>
  readData(Conversation, await api.put(`/whatsapp/conversations/${conversationId}/assignee`, { memberId }));

const Roles = z.object({ roles: z.array(z.object({ id: z.number(), name: z.string(), type: z.string() })) });
export const Actions = z.object({
  permissions: z.record(
    z.string(),
    z.object({ controllers: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  ),
});

const SITE_ROLE = 'Test inbox';

/** A role of users-permissions with every action of the plugin, as Settings → Users & Permissions lists them. */
const ensureSiteRole = async (superAdmin: ApiClient): Promise<string> => {
  const { roles } = readBody(Roles, await superAdmin.get('/users-permissions/roles'));
  const found = roles.find(({ name }) => name === SITE_ROLE);
  if (found) return found.type;
  const { permissions } = readBody(Actions, await superAdmin.get('/users-permissions/permissions'));
  const controllers = Object.fromEntries(
    Object.entries(permissions['plugin::whatsapp']?.controllers ?? {}).map(([name, actions]) => [
      name,
      Object.fromEntries(Object.keys(actions).map((action) => [action, { enabled: true }])),
    ]),
  );
  const role = { name: SITE_ROLE, description: SITE_ROLE, users: [] };
  await superAdmin.post('/users-permissions/roles', {
    ...role,
    permissions: { 'plugin::whatsapp': { controllers } },
  });
  return ensureSiteRole(superAdmin);
};

/** A user of users-permissions whose role may call the whole inbox. */
export const createInboxUser = async (installation: Installation): Promise<SiteUser> =>
  createSiteUser(installation, await ensureSiteRole(installation.superAdmin.client));

export const addInboxUser = async (
  installation: Installation,
  { tenant }: TestCompany,
  role: GivenRole,
): Promise<SiteUser> => {
  const user = await createInboxUser(installation);
  const body = { kind: 'user', email: user.email, role };
  const members = `/whatsapp/tenants/${tenant.id}/members`;
  readData(z.unknown(), await installation.superAdmin.client.post(members, body));
  return user;
};

const IssuedToken = z.object({ id: z.number(), name: z.string(), accessKey: z.string() });
export interface TestToken {
  id: number;
  name: string;
  client: ApiClient;
}

/** An API token of the content API, of no company yet. */
export const createToken = async (
  { superAdmin }: Installation,
  type: 'read-only' | 'full-access' | 'custom',
  permissions?: string[],
): Promise<TestToken> => {
  const name = `token-${randomBytes(5).toString('hex')}`;
  const body = { name, description: '', type, lifespan: null, permissions };
  const { id, accessKey } = readData(IssuedToken, await superAdmin.client.post('/admin/api-tokens', body));
  return { id, name, client: superAdmin.client.as(accessKey) };
};

const now = (): string => new Date().toISOString();

/** A member's row as the system writes it, for a credential that the panel's form does not know. */
export const bindMember = async (
  installation: Installation,
  { tenant }: TestCompany,
  row: { role: MemberRole } & ({ api_token_id: number } | { admin_user_id: number }),
): Promise<string> => {
  const database = installation.database();
  const { id } = await readRow(
    WithId,
    database('whatsapp_tenants').where({ document_id: tenant.id }).first('id'),
  );
  const documentId = `m${randomBytes(11).toString('hex')}0`;
  const times = { created_at: now(), updated_at: now(), published_at: now() };
  await database('whatsapp_members').insert({ document_id: documentId, tenant_id: id, ...times, ...row });
  return documentId;
};
