import type { Core } from '@strapi/strapi';
import { actionOf, RIGHTS_OF_ROLE } from '../../../contracts/rights';
import { Member, Tenant } from '../../../contracts/tenancy';
import { actionsOfPeople, type MemberRow, type TenantRow } from '../store';

export const presentTenant = (row: TenantRow): Tenant => Tenant.parse({ id: row.documentId, name: row.name });

/** `actions`: what the Strapi roles of a person of the panel give. Whoever has no such role lacks nothing. */
export const presentMember = (
  { documentId, name, email, role, kind, expiresAt }: MemberRow,
  actions: ReadonlySet<string> | null,
): Member => {
  const lacks =
    kind === 'admin' ? RIGHTS_OF_ROLE[role].filter((right) => !actions?.has(actionOf(right))) : [];
  return Member.parse({
    id: documentId,
    name,
    email,
    role,
    kind,
    lacks,
    expiresAt: expiresAt?.toISOString() ?? null,
  });
};

export const presentMembers = async (strapi: Core.Strapi, rows: readonly MemberRow[]): Promise<Member[]> => {
  const people = rows.flatMap(({ kind, credentialId }) => (kind === 'admin' ? (credentialId ?? []) : []));
  const actions = await actionsOfPeople(strapi, people);
  return rows.map((row) => presentMember(row, actions.get(row.credentialId ?? 0) ?? null));
};
