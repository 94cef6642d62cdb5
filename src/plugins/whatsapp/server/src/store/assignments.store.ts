import { TABLES } from './database';
import { scoped } from './scoped';
import { updateEach } from './set-wise';
import type { TenantWork } from './tenant-changes';

/** Each conversation gets a change number of its own: a page of changes may end between any two of them. */
const reassign = async (
  { trx, takeSeqs }: TenantWork,
  { tenantId, ids, assigneeId }: { tenantId: number; ids: number[]; assigneeId: number | null },
): Promise<void> => {
  const seqs = await takeSeqs(tenantId, ids.length);
  await updateEach(
    trx,
    TABLES.conversations,
    { assigneeId: 'integer', changeSeq: 'integer' },
    ids.map((id, index) => ({ id, assigneeId, changeSeq: seqs[index] })),
  );
};

/** Gives a conversation to a member, or with null takes it back from everybody. */
export const assign = (
  work: TenantWork,
  { id, tenantId, assigneeId }: { id: number; tenantId: number; assigneeId: number | null },
): Promise<void> => reassign(work, { tenantId, ids: [id], assigneeId });

/**
 * Takes every conversation back from a member who leaves, in the transaction that removes them: call it inside
 * `changeTenant(strapi, tenantId, 0, …)`. Every screen hears of it. Gives how many there were.
 */
export const unassignAll = async (
  work: TenantWork,
  { tenantId, memberId }: { tenantId: number; memberId: number },
): Promise<number> => {
  const rows = await scoped(work.trx, TABLES.conversations)
    .where({ tenant_id: tenantId, assignee_id: memberId })
    .orderBy('id')
    .select<{ id: number }[]>('id');
  const ids = rows.map(({ id }) => Number(id));
  await reassign(work, { tenantId, ids, assigneeId: null });
  return ids.length;
};
