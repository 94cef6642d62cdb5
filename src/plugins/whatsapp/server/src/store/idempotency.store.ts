import type { Core } from '@strapi/strapi';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES } from './database';
import { scoped } from './scoped';
import { insertNew } from './set-wise';

export interface IdempotencyRow {
  id: number;
  digest: string;
  clientId: string;
  status: number | null;
  body: string | null;
  leaseEndsAt: Date;
}

const shape = shapeOf<IdempotencyRow>(['id', 'digest', 'clientId', 'status', 'body', 'leaseEndsAt']);

export interface KeyedRequest {
  tenantId: number;
  memberId: number;
  key: string;
  digest: string;
  clientId: string;
  leaseEndsAt: Date;
  expiresAt: Date;
}

export interface OpenedKey {
  row: IdempotencyRow;
  /** Whether the caller is to carry the request out. Of all that ask at once, one is. */
  isOurs: boolean;
}

/**
 * Begins a request under its key, or finds who began it. What was begun by somebody who then died is taken over once
 * their lease has ended. Null: the key was dropped this very moment; ask again.
 */
export const openKey = async (
  strapi: Core.Strapi,
  request: KeyedRequest,
  now: Date,
): Promise<OpenedKey | null> => {
  const connection = connectionOf(strapi);
  const { tenantId, memberId, key } = request;
  const same = () =>
    scoped(connection, TABLES.idempotencyKeys).where({ tenant_id: tenantId, member_id: memberId, key });

  await same().where('expires_at', '<=', now).delete();
  const inserted = await insertNew<{ id: number }>(
    connection,
    TABLES.idempotencyKeys,
    [newRow({ ...request, status: null, body: null }, now)],
    ['tenant_id', 'member_id', 'key'],
    ['id'],
  );
  const found: unknown = await same().first(shape.select());
  if (!found) return null;
  const row = shape.read(found);
  if (inserted.length > 0) return { row, isOurs: true };
  if (row.status !== null || row.leaseEndsAt > now || row.digest !== request.digest)
    return { row, isOurs: false };
  const taken = await same()
    .whereNull('status')
    .where('lease_ends_at', '<=', now)
    .update({ lease_ends_at: request.leaseEndsAt });
  return { row, isOurs: taken > 0 };
};

/** Keeps what the caller was told. */
export const closeKey = async (
  strapi: Core.Strapi,
  id: number,
  answer: { status: number; body: string },
): Promise<void> => {
  await scoped(connectionOf(strapi), TABLES.idempotencyKeys).where({ id }).update(answer);
};

/** Nothing came of it: whoever repeats it begins at once, under the same `clientId`. */
export const endLease = async (strapi: Core.Strapi, id: number, now: Date): Promise<void> => {
  await scoped(connectionOf(strapi), TABLES.idempotencyKeys).where({ id }).update({ lease_ends_at: now });
};

/** The request was refused before it did anything: its key is as if never used. */
export const dropKey = async (strapi: Core.Strapi, id: number): Promise<void> => {
  await scoped(connectionOf(strapi), TABLES.idempotencyKeys).where({ id }).delete();
};

export const pruneKeys = async (strapi: Core.Strapi, now: Date): Promise<void> => {
  await scoped(connectionOf(strapi), TABLES.idempotencyKeys).where('expires_at', '<=', now).delete();
};
