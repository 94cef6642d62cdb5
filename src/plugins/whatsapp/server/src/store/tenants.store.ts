import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { shapeOf } from './columns';
import { connectionOf, inRunningTransaction, newRow, TABLES, type Connection } from './database';
import type { MemberRow, TenantRow } from './rows';
import { insertScoped, PEOPLE, people, scoped } from './scoped';

const tenantShape = shapeOf<TenantRow>(['id', 'documentId', 'name', 'webhookKey', 'verifyToken']);

export const listTenants = async (strapi: Core.Strapi): Promise<TenantRow[]> =>
  (await scoped(connectionOf(strapi), TABLES.tenants).select(tenantShape.select()).orderBy('name')).map(
    tenantShape.read,
  );

export const findTenant = async (
  strapi: Core.Strapi,
  where: { id: number } | { document_id: string },
): Promise<TenantRow | null> => {
  const row: unknown = await scoped(connectionOf(strapi), TABLES.tenants)
    .where(where)
    .first(tenantShape.select());
  return row ? tenantShape.read(row) : null;
};

export const insertTenant = async (
  strapi: Core.Strapi,
  tenant: Pick<TenantRow, 'name' | 'webhookKey' | 'verifyToken'>,
): Promise<string> => {
  const row = newRow({ ...tenant, changeSeq: 0 }, clock.now());
  await insertScoped(connectionOf(strapi), TABLES.tenants, [row]);
  return String(row.document_id);
};

const readMember = (raw: unknown): MemberRow => {
  const row = raw as Record<string, string | number | null>;
  const email = row.adminEmail ?? row.siteEmail;
  const username = row.adminUsername ?? row.siteUsername;
  const name = [row.firstname, row.lastname].filter(Boolean).join(' ') || username || email;
  return {
    id: Number(row.id),
    documentId: String(row.documentId),
    tenantId: Number(row.tenantId),
    role: row.role as MemberRow['role'],
    kind: row.adminUserId === null ? 'user' : 'admin',
    name: String(name ?? ''),
    email: email == null ? null : String(email),
  };
};

const membersOf = (strapi: Core.Strapi) =>
  scoped(connectionOf(strapi), TABLES.members, 'm')
    .leftJoin({ a: PEOPLE.admin }, 'a.id', 'm.admin_user_id')
    .leftJoin({ u: PEOPLE.user }, 'u.id', 'm.user_id')
    .select({
      id: 'm.id',
      documentId: 'm.document_id',
      tenantId: 'm.tenant_id',
      role: 'm.role',
      adminUserId: 'm.admin_user_id',
      firstname: 'a.firstname',
      lastname: 'a.lastname',
      adminUsername: 'a.username',
      siteUsername: 'u.username',
      adminEmail: 'a.email',
      siteEmail: 'u.email',
    })
    .orderBy('m.id');

export const listMembers = async (strapi: Core.Strapi, tenantId: number): Promise<MemberRow[]> =>
  (await membersOf(strapi).where('m.tenant_id', tenantId)).map(readMember);

/** The memberships of one person of the admin panel; the oldest first. */
export const findMembersOfAdmin = async (strapi: Core.Strapi, adminUserId: number): Promise<MemberRow[]> =>
  (await membersOf(strapi).where('m.admin_user_id', adminUserId)).map(readMember);

/**
 * The companies that a person works for; the oldest membership first. Joins the transaction that already runs: SQLite's
 * one connection is taken by it.
 */
export const findTenantIdsOfPerson = async (
  strapi: Core.Strapi,
  { kind, id }: { kind: 'admin' | 'user'; id: number },
): Promise<number[]> => {
  const column = kind === 'admin' ? 'admin_user_id' : 'user_id';
  const rows = await inRunningTransaction(strapi, async (connection) =>
    scoped(connection, TABLES.members)
      .where({ [column]: id })
      .whereNotNull('tenant_id')
      .orderBy('id')
      .select<{ tenant_id: number }[]>('tenant_id'),
  );
  return [...new Set(rows.map((row) => Number(row.tenant_id)))];
};

export const memberNames = async (strapi: Core.Strapi, memberIds: number[]): Promise<Map<number, string>> => {
  if (memberIds.length === 0) return new Map();
  const rows = (await membersOf(strapi).whereIn('m.id', memberIds)).map(readMember);
  return new Map(rows.map((row) => [row.id, row.name]));
};

/** The id of the person with this e-mail address, or null. Addresses are kept in lower case by Strapi. */
export const findPersonId = async (
  strapi: Core.Strapi,
  kind: 'admin' | 'user',
  email: string,
): Promise<number | null> => {
  const row = await people(strapi, kind)
    .where({ email: email.toLowerCase() })
    .first<{ id: number } | undefined>('id');
  return row?.id ?? null;
};

/** Gives the `documentId`. Fails with the database's unique violation when the person is a member already. */
export const insertMember = async (
  strapi: Core.Strapi,
  {
    kind,
    personId,
    tenantId,
    role,
  }: { kind: 'admin' | 'user'; personId: number; tenantId: number; role: string },
): Promise<string> => {
  const person = kind === 'admin' ? { adminUserId: personId } : { userId: personId };
  const row = newRow({ tenantId, role, ...person }, clock.now());
  await insertScoped(connectionOf(strapi), TABLES.members, [row]);
  return String(row.document_id);
};

export const findTenantsByWebhookKey = async (
  connection: Connection,
  keys: string[],
): Promise<Map<string, number>> => {
  const rows = (await scoped(connection, TABLES.tenants)
    .select('id', 'webhook_key')
    .whereIn('webhook_key', keys)) as {
    id: number;
    webhook_key: string;
  }[];
  return new Map(rows.map((row) => [row.webhook_key, Number(row.id)]));
};

export interface AdminUserRow {
  id: number;
  isActive: boolean;
}

/** A person of the panel with their roles, in the form that Strapi's permission engine takes. */
export const findAdminUser = async (strapi: Core.Strapi, id: number): Promise<AdminUserRow | null> =>
  (await strapi.db
    .query('admin::user')
    .findOne({ where: { id }, populate: ['roles'] })) as AdminUserRow | null;
