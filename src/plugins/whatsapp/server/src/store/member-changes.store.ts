import type { MemberRole } from '../../../contracts/rights';
import { clock } from '../kit/clock';
import { clip } from '../kit/storable';
import { newRow, TABLES, type Connection } from './database';
import { CREDENTIAL } from './members.store';
import type { Principal } from './rows';
import { insertScoped, scoped } from './scoped';

/*
 * How memberships begin, change and end. A row stays when its member goes, so that what they wrote keeps its author.
 */

export interface NewMember {
  /** For whoever must know it beforehand. */
  documentId?: string;
  tenantId: number;
  principal: Principal;
  role: MemberRole;
  expiresAt?: Date | null;
}

/** Gives the `documentId`. Fails with the database's unique violation when there is a row of this person already. */
export const insertMember = async (
  connection: Connection,
  { documentId, tenantId, principal: { kind, id }, role, expiresAt }: NewMember,
): Promise<string> => {
  const named = documentId ? { documentId } : {};
  const row = { ...newRow({ ...named, tenantId, role, expiresAt }, clock.now()), [CREDENTIAL[kind]]: id };
  await insertScoped(connection, TABLES.members, [row]);
  return documentId ?? String((row as Record<string, unknown>).document_id);
};

/** Also brings back whoever was removed. */
export const setMembership = async (
  connection: Connection,
  id: number,
  { role, expiresAt }: { role: MemberRole; expiresAt: Date | null },
): Promise<void> => {
  await scoped(connection, TABLES.members)
    .where({ id })
    .update({ role, expires_at: expiresAt, removed_at: null, updated_at: clock.now() });
};

/** `lastName`: what they were called, where their credential is about to be deleted. */
export const endMemberships = async (
  connection: Connection,
  ids: readonly number[],
  lastName?: string,
): Promise<void> => {
  const now = clock.now();
  await scoped(connection, TABLES.members)
    .whereIn('id', [...ids])
    .update({
      removed_at: now,
      selected_at: null,
      updated_at: now,
      ...(lastName === undefined ? {} : { last_name: clip(lastName) }),
    });
};

/** Every visit of the platform's people. */
export const endVisits = async (connection: Connection): Promise<void> => {
  await scoped(connection, TABLES.members)
    .where({ role: 'visitor' })
    .whereNotNull(CREDENTIAL.admin)
    .whereNull('removed_at')
    .update({ removed_at: clock.now(), selected_at: null });
};

/** From now on this credential works for the company of this membership. */
export const selectMembership = async (
  connection: Connection,
  { kind, id }: Principal,
  memberId: number,
): Promise<void> => {
  const own = () => scoped(connection, TABLES.members).where({ [CREDENTIAL[kind]]: id });
  await own().whereNot({ id: memberId }).update({ selected_at: null });
  await own().where({ id: memberId }).update({ selected_at: clock.now() });
};
