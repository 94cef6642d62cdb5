import { TABLES, type Trx } from './database';
import { scoped } from './scoped';
import { updateEach } from './set-wise';
import { takeChangeSeqs, type TenantWork } from './tenant-changes';

/** Each conversation gets a change number of its own: a page of changes may end between any two of them. */
const reassign = (trx: Trx, ids: number[], seqs: number[], assigneeId: number | null): Promise<void> =>
  updateEach(
    trx,
    TABLES.conversations,
    { assigneeId: 'integer', changeSeq: 'integer' },
    ids.map((id, index) => ({ id, assigneeId, changeSeq: seqs[index] })),
  );

/** Gives a conversation to a member, or with null takes it back from everybody. */
export const assign = async (
  { trx, takeSeqs }: TenantWork,
  { id, tenantId, assigneeId }: { id: number; tenantId: number; assigneeId: number | null },
): Promise<void> => reassign(trx, [id], await takeSeqs(tenantId, 1), assigneeId);

/**
 * Takes every conversation back from a member who leaves, in the transaction that ends their membership and has locked
 * the company. Gives up to where the company's changes stand then, to be announced after commit; null: there were none.
 */
export const unassignAll = async (
  trx: Trx,
  { tenantId, memberId }: { tenantId: number; memberId: number },
): Promise<number | null> => {
  const rows = await scoped(trx, TABLES.conversations)
    .where({ tenant_id: tenantId, assignee_id: memberId })
    .orderBy('id')
    .select<{ id: number }[]>('id');
  if (rows.length === 0) return null;
  const ids = rows.map(({ id }) => Number(id));
  const seqs = await takeChangeSeqs(trx, tenantId, ids.length);
  await reassign(trx, ids, seqs, null);
  return seqs.at(-1) ?? null;
};
