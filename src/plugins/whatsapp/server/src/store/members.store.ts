import type { Core } from '@strapi/strapi';
import type { GivenRole, MemberRole } from '../../../contracts/rights';
import type { MemberKind } from '../../../contracts/tenancy';
import { clock } from '../kit/clock';
import { connectionOf, inRunningTransaction, newRow, TABLES, type Connection } from './database';
import type { MemberRow, Principal } from './rows';
import { insertScoped, PEOPLE, people, scoped } from './scoped';

/** The column of a member's row that holds the id of its credential. */
const CREDENTIAL: Record<MemberKind, string> = {
  admin: 'admin_user_id',
  user: 'user_id',
  token: 'api_token_id',
};

const kindOf = (row: Record<string, unknown>): MemberKind =>
  row.adminUserId !== null ? 'admin' : row.apiTokenId !== null ? 'token' : 'user';

const readMember = (raw: unknown): MemberRow => {
  const row = raw as Record<string, string | number | null>;
  const email = row.adminEmail ?? row.siteEmail;
  const username = row.adminUsername ?? row.siteUsername ?? row.tokenName;
  const name = [row.firstname, row.lastname].filter(Boolean).join(' ') || username || email;
  return {
    id: Number(row.id),
    documentId: String(row.documentId),
    tenantId: Number(row.tenantId),
    role: row.role as MemberRole,
    kind: kindOf(row),
    name: String(name ?? ''),
    email: email == null ? null : String(email),
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt as number | string),
  };
};

/** Members with the names of their people, those who left included. */
const membersOf = (connection: Connection) =>
  scoped(connection, TABLES.members, 'm')
    .leftJoin({ a: PEOPLE.admin }, 'a.id', 'm.admin_user_id')
    .leftJoin({ u: PEOPLE.user }, 'u.id', 'm.user_id')
    .leftJoin({ t: PEOPLE.token }, 't.id', 'm.api_token_id')
    .whereNotNull('m.tenant_id')
    .select({
      id: 'm.id',
      documentId: 'm.document_id',
      tenantId: 'm.tenant_id',
      role: 'm.role',
      adminUserId: 'm.admin_user_id',
      apiTokenId: 'm.api_token_id',
      expiresAt: 'm.expires_at',
      firstname: 'a.firstname',
      lastname: 'a.lastname',
      adminUsername: 'a.username',
      siteUsername: 'u.username',
      tokenName: 't.name',
      adminEmail: 'a.email',
      siteEmail: 'u.email',
    });

/** Only whoever has not left, and whose visit is not over. */
const activeMembersOf = (connection: Connection) =>
  membersOf(connection)
    .whereNull('m.removed_at')
    .where((still) => {
      void still.whereNull('m.expires_at').orWhere('m.expires_at', '>', clock.now());
    });

export const listMembers = async (strapi: Core.Strapi, tenantId: number): Promise<MemberRow[]> =>
  (await activeMembersOf(connectionOf(strapi)).where('m.tenant_id', tenantId).orderBy('m.id')).map(
    readMember,
  );

/**
 * Every membership of a credential; first the one that it works for: the last chosen, else the oldest. Joins the
 * transaction that already runs: SQLite's one connection is taken by it.
 */
export const findMemberships = (strapi: Core.Strapi, { kind, id }: Principal): Promise<MemberRow[]> =>
  inRunningTransaction(strapi, async (connection) =>
    (
      await activeMembersOf(connection)
        .where(`m.${CREDENTIAL[kind]}`, id)
        .orderByRaw('case when m.selected_at is null then 1 else 0 end, m.selected_at desc, m.id')
    ).map(readMember),
  );

/** Null for whoever is not of the company, or no longer. */
export const findActiveMember = async (
  connection: Connection,
  { tenantId, documentId }: { tenantId: number; documentId: string },
): Promise<MemberRow | null> => {
  const [row] = (await activeMembersOf(connection)
    .where({ 'm.tenant_id': tenantId, 'm.document_id': documentId })
    .limit(1)) as unknown[];
  return row ? readMember(row) : null;
};

/** Those of these members who have not left. */
export const activeMembersById = async (
  strapi: Core.Strapi,
  memberIds: number[],
): Promise<Map<number, MemberRow>> => {
  if (memberIds.length === 0) return new Map();
  const rows = (await activeMembersOf(connectionOf(strapi)).whereIn('m.id', memberIds)).map(readMember);
  return new Map(rows.map((row) => [row.id, row]));
};

export const memberNames = async (strapi: Core.Strapi, memberIds: number[]): Promise<Map<number, string>> => {
  if (memberIds.length === 0) return new Map();
  const rows = (await membersOf(connectionOf(strapi)).whereIn('m.id', memberIds)).map(readMember);
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
  }: { kind: 'admin' | 'user'; personId: number; tenantId: number; role: GivenRole },
): Promise<string> => {
  const person = kind === 'admin' ? { adminUserId: personId } : { userId: personId };
  const row = newRow({ tenantId, role, ...person }, clock.now());
  await insertScoped(connectionOf(strapi), TABLES.members, [row]);
  return String(row.document_id);
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
