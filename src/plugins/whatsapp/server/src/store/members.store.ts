import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { MemberRole } from '../../../contracts/rights';
import type { MemberKind } from '../../../contracts/tenancy';
import { clock } from '../kit/clock';
import { tokenNameOf } from '../kit/token-name';
import { connectionOf, inRunningTransaction, TABLES, type Connection } from './database';
import type { MemberRow, Principal } from './rows';
import { PEOPLE, people, scoped } from './scoped';

/** The column of a member's row that holds the id of its credential. */
export const CREDENTIAL: Record<MemberKind, string> = {
  admin: 'admin_user_id',
  user: 'user_id',
  token: 'api_token_id',
};

type Raw = Record<string, string | number | null>;

const credentialOf = ({ adminUserId, apiTokenId, userId }: Raw): { kind: MemberKind; id: number | null } => {
  if (adminUserId !== null) return { kind: 'admin', id: Number(adminUserId) };
  if (apiTokenId !== null) return { kind: 'token', id: Number(apiTokenId) };
  return { kind: 'user', id: userId === null ? null : Number(userId) };
};

const readMember = (raw: unknown): MemberRow => {
  const row = raw as Raw;
  const documentId = String(row.documentId);
  const email = row.adminEmail ?? row.siteEmail;
  const tokenName = row.tokenName === null ? null : tokenNameOf(String(row.tokenName), documentId);
  const username = row.adminUsername ?? row.siteUsername ?? tokenName ?? row.lastName;
  const name = [row.firstname, row.surname].filter(Boolean).join(' ') || username || email;
  const { kind, id: credentialId } = credentialOf(row);
  return {
    id: Number(row.id),
    documentId,
    tenantId: Number(row.tenantId),
    role: row.role as MemberRole,
    kind,
    name: String(name ?? ''),
    email: email == null ? null : String(email),
    credentialId,
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
      lastName: 'm.last_name',
      adminUserId: 'm.admin_user_id',
      userId: 'm.user_id',
      apiTokenId: 'm.api_token_id',
      expiresAt: 'm.expires_at',
      firstname: 'a.firstname',
      surname: 'a.lastname',
      adminUsername: 'a.username',
      siteUsername: 'u.username',
      tokenName: 't.name',
      adminEmail: 'a.email',
      siteEmail: 'u.email',
    });

/** Only whoever has not left, whose credential still exists, and whose visit is not over. */
const activeMembersOf = (connection: Connection) =>
  membersOf(connection)
    .whereNull('m.removed_at')
    .where((credential) => {
      void credential.whereNotNull('a.id').orWhereNotNull('u.id').orWhereNotNull('t.id');
    })
    .where((still) => {
      void still.whereNull('m.expires_at').orWhere('m.expires_at', '>', clock.now());
    });

/** The people of a company; its API tokens have a list of their own. */
export const listMembers = async (connection: Connection, tenantId: number): Promise<MemberRow[]> =>
  (
    await activeMembersOf(connection)
      .where('m.tenant_id', tenantId)
      .whereNull('m.api_token_id')
      .orderBy('m.id')
  ).map(readMember);

/** The row of a person in a company, whether they are there at present or were before. */
export const findMemberOf = async (
  connection: Connection,
  { tenantId, kind, id }: Principal & { tenantId: number },
): Promise<{ member: MemberRow; isActive: boolean } | null> => {
  const mine = (members: Knex.QueryBuilder) =>
    members.where({ 'm.tenant_id': tenantId, [`m.${CREDENTIAL[kind]}`]: id }).limit(1) as Promise<unknown[]>;
  const [row] = await mine(membersOf(connection));
  if (!row) return null;
  return { member: readMember(row), isActive: (await mine(activeMembersOf(connection))).length > 0 };
};

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

/** The memberships of several credentials of one kind, as they are at present. */
export const findMembershipsOfAll = (
  strapi: Core.Strapi,
  kind: MemberKind,
  ids: readonly number[],
): Promise<MemberRow[]> =>
  inRunningTransaction(strapi, async (connection) =>
    (
      await activeMembersOf(connection)
        .whereIn(`m.${CREDENTIAL[kind]}`, [...ids])
        .orderBy('m.id')
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

export interface AdminUserRow {
  id: number;
  isActive: boolean;
}

/** A person of the panel with their roles, in the form that Strapi's permission engine takes. */
export const findAdminUser = async (strapi: Core.Strapi, id: number): Promise<AdminUserRow | null> =>
  (await strapi.db
    .query('admin::user')
    .findOne({ where: { id }, populate: ['roles'] })) as AdminUserRow | null;

/** The actions (`plugin::whatsapp.…`) that the Strapi roles of these people of the panel give, by person. */
export const actionsOfPeople = async (
  strapi: Core.Strapi,
  adminUserIds: readonly number[],
): Promise<Map<number, Set<string>>> => {
  if (adminUserIds.length === 0) return new Map();
  const ours = { where: { action: { $startsWith: 'plugin::whatsapp.' } }, select: ['action'] };
  const users = (await strapi.db.query('admin::user').findMany({
    select: ['id'],
    where: { id: { $in: [...adminUserIds] } },
    populate: { roles: { populate: { permissions: ours } } },
  })) as { id: number; roles: { permissions: { action: string }[] }[] }[];
  return new Map(
    users.map(({ id, roles }) => [
      id,
      new Set(roles.flatMap(({ permissions }) => permissions.map(({ action }) => action))),
    ]),
  );
};
