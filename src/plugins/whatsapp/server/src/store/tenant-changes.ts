import type { Core } from '@strapi/strapi';
import { announce } from '../kit/announce';
import { clock } from '../kit/clock';
import { connectionOf, inTransaction, isPostgres, TABLES, type Trx } from './database';
import { checkMayWrite, expression, scoped } from './scoped';

/** Emitted on Strapi's event hub once a tenant's changes are committed. */
export const TENANT_CHANGED = 'whatsapp.tenant.changed';
export interface TenantChanged {
  tenantId: number;
  cursor: number;
}

interface Counter {
  id: number;
  /** PostgreSQL gives a `bigint` as text. */
  change_seq: number | string;
}

export interface TenantWork {
  trx: Trx;
  /** The next number of this tenant's changes. */
  takeSeq(tenantId: number): number;
  /** As many numbers as only the work itself can tell: beside those of `demand`. */
  takeSeqs(tenantId: number, count: number): Promise<number[]>;
  afterCommit(run: () => void): void;
}

/**
 * Moves the tenants' counters on, and locks their rows until the transaction ends: two statements, however many they
 * are. Gives where each counter then stands.
 */
const reserve = async (trx: Trx, demand: ReadonlyMap<number, number>): Promise<Map<number, number>> => {
  const ids = [...demand.keys()].sort((a, b) => a - b);
  if (ids.length === 0) return new Map();
  const rows = () => scoped(trx, TABLES.tenants).whereIn('id', ids);
  // An update alone would lock them in whatever order it finds them. No stronger than the update: whoever writes a row
  // that only points to a tenant need not wait.
  if (ids.length > 1 && isPostgres(trx)) await rows().select('id').orderBy('id').forNoKeyUpdate();
  const counts = ids.map((id) => `when ${Number(id)} then ${Number(demand.get(id))}`).join(' ');
  const counters = await rows()
    .update({ change_seq: expression(trx, `change_seq + case id ${counts} else 0 end`) })
    .returning<Counter[]>(['id', 'change_seq']);
  const ends = new Map(counters.map(({ id, change_seq: end }) => [Number(id), Number(end)]));
  const gone = ids.find((id) => !ends.has(id));
  if (gone !== undefined) throw new Error(`Tenant ${gone} is gone`);
  return ends;
};

/**
 * Change numbers of a tenant that the transaction has locked. Whoever takes them outside of `changeTenants` announces the
 * last one after commit (`announceChanges`).
 */
export const takeChangeSeqs = async (trx: Trx, tenantId: number, count: number): Promise<number[]> => {
  const last = (await reserve(trx, new Map([[tenantId, count]]))).get(tenantId) ?? NaN;
  return Array.from({ length: count }, (_, index) => last - count + 1 + index);
};

export const announceChanges = (strapi: Core.Strapi, changed: TenantChanged): void =>
  announce(strapi, TENANT_CHANGED, changed);

/**
 * The only way to write messages and conversations. Locks the tenants' rows first, in order of id, so that:
 * - changes of one tenant get their numbers in the order in which they are committed, and a reader who saw number N has
 *   seen everything below it, which is what lets a screen catch up by cursor;
 * - two writers of one tenant never race for the same contact or chat, and never deadlock.
 *
 * `demand` says for each tenant how many numbers the work may take at most; unused ones are gaps.
 */
export const changeTenants = <Result>(
  strapi: Core.Strapi,
  demand: ReadonlyMap<number, number>,
  work: (tenantWork: TenantWork) => Promise<Result>,
): Promise<Result> =>
  inTransaction(strapi, async (trx, afterCommit) =>
    work(await lockTenants(strapi, { trx, afterCommit }, demand)),
  );

/** The same within a transaction that runs already, and that has locked nothing of these tenants yet. */
export const lockTenants = async (
  strapi: Core.Strapi,
  { trx, afterCommit }: Pick<TenantWork, 'trx' | 'afterCommit'>,
  demand: ReadonlyMap<number, number>,
): Promise<TenantWork> => {
  checkMayWrite();
  const next = new Map<number, number>();
  const reserved = new Map<number, number>();
  const cursors = new Map<number, number>();

  for (const [tenantId, end] of await reserve(trx, demand)) {
    reserved.set(tenantId, end);
    cursors.set(tenantId, end);
    next.set(tenantId, end - (demand.get(tenantId) ?? 0));
  }

  const takeSeq = (tenantId: number): number => {
    const seq = (next.get(tenantId) ?? Infinity) + 1;
    if (seq > (reserved.get(tenantId) ?? 0))
      throw new Error(`Tenant ${tenantId} took more numbers than it asked for`);
    next.set(tenantId, seq);
    return seq;
  };

  const takeSeqs = async (tenantId: number, count: number): Promise<number[]> => {
    if (!cursors.has(tenantId)) throw new Error(`Tenant ${tenantId} is not locked`);
    const seqs = await takeChangeSeqs(trx, tenantId, count);
    cursors.set(tenantId, seqs.at(-1) ?? cursors.get(tenantId) ?? 0);
    return seqs;
  };

  afterCommit(() => {
    for (const [tenantId, cursor] of cursors) announceChanges(strapi, { tenantId, cursor });
  });
  return { trx, takeSeq, takeSeqs, afterCommit };
};

export const changeTenant = <Result>(
  strapi: Core.Strapi,
  tenantId: number,
  count: number,
  work: (tenantWork: TenantWork) => Promise<Result>,
): Promise<Result> => changeTenants(strapi, new Map([[tenantId, count]]), work);

/**
 * Takes turns with whatever else changes this company: its people, its numbers, its end. False: there is no such company
 * (any more).
 */
export const lockTenant = async (trx: Trx, tenantId: number): Promise<boolean> => {
  const locked = await scoped(trx, TABLES.tenants)
    .where({ id: tenantId })
    .update({ updated_at: clock.now() });
  return locked > 0;
};

/** Where the changes of each of these tenants stand. */
export const changeCursors = async (
  strapi: Core.Strapi,
  tenantIds: readonly number[],
): Promise<TenantChanged[]> => {
  const rows = await scoped(connectionOf(strapi), TABLES.tenants)
    .whereIn('id', [...tenantIds])
    .select<Counter[]>('id', 'change_seq');
  return rows.map(({ id, change_seq: cursor }) => ({ tenantId: Number(id), cursor: Number(cursor) }));
};

/** Where a tenant's changes stand: a cursor for "everything after now". */
export const changeCursor = async (strapi: Core.Strapi, tenantId: number): Promise<number> => {
  const row = await scoped(connectionOf(strapi), TABLES.tenants)
    .where({ id: tenantId })
    .first<Counter | undefined>('change_seq');
  return Number(row?.change_seq ?? 0);
};
