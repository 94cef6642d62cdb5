import type { Core } from '@strapi/strapi';
import { announce } from '../kit/announce';
import { clock } from '../kit/clock';
import { connectionOf, inTransaction, TABLES, type Trx } from './database';
import { checkMayWrite, scoped } from './scoped';

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
  inTransaction(strapi, async (trx, afterCommit) => {
    checkMayWrite();
    const next = new Map<number, number>();
    const reserved = new Map<number, number>();

    const reserve = async (tenantId: number, count: number): Promise<number> => {
      const [row] = await scoped(trx, TABLES.tenants)
        .where({ id: tenantId })
        .increment('change_seq', count)
        .returning<Counter[]>('change_seq');
      if (!row) throw new Error(`Tenant ${tenantId} is gone`);
      reserved.set(tenantId, Number(row.change_seq));
      return Number(row.change_seq);
    };

    for (const tenantId of [...demand.keys()].sort((a, b) => a - b)) {
      const count = demand.get(tenantId) ?? 0;
      next.set(tenantId, (await reserve(tenantId, count)) - count);
    }

    const takeSeq = (tenantId: number): number => {
      const seq = (next.get(tenantId) ?? Infinity) + 1;
      if (seq > (reserved.get(tenantId) ?? 0))
        throw new Error(`Tenant ${tenantId} took more numbers than it asked for`);
      next.set(tenantId, seq);
      return seq;
    };

    // Nobody else takes numbers while the tenant is locked: what is added follows on what was reserved.
    const takeSeqs = async (tenantId: number, count: number): Promise<number[]> => {
      if (!next.has(tenantId)) throw new Error(`Tenant ${tenantId} is not locked`);
      await reserve(tenantId, count);
      return Array.from({ length: count }, () => takeSeq(tenantId));
    };

    const result = await work({ trx, takeSeq, takeSeqs, afterCommit });
    afterCommit(() => {
      for (const [tenantId, cursor] of reserved) {
        announce(strapi, TENANT_CHANGED, { tenantId, cursor } satisfies TenantChanged);
      }
    });
    return result;
  });

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

/** Where a tenant's changes stand: a cursor for "everything after now". */
export const changeCursor = async (strapi: Core.Strapi, tenantId: number): Promise<number> => {
  const row = await scoped(connectionOf(strapi), TABLES.tenants)
    .where({ id: tenantId })
    .first<Counter | undefined>('change_seq');
  return Number(row?.change_seq ?? 0);
};
