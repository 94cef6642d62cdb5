import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { TenantRow } from './rows';
import { insertScoped, scoped } from './scoped';

const tenantShape = shapeOf<TenantRow>(['id', 'documentId', 'name', 'webhookKey', 'verifyToken']);

export const findTenants = async (strapi: Core.Strapi, ids: readonly number[]): Promise<TenantRow[]> =>
  (
    await scoped(connectionOf(strapi), TABLES.tenants)
      .select(tenantShape.select())
      .whereIn('id', [...ids])
  ).map(tenantShape.read);

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

/** By its id or its name. Names are no keys: there may be several. */
export const findTenantsNamed = async (strapi: Core.Strapi, idOrName: string): Promise<TenantRow[]> =>
  (
    (await scoped(connectionOf(strapi), TABLES.tenants)
      .where({ document_id: idOrName })
      .orWhere({ name: idOrName })
      .select(tenantShape.select())) as unknown[]
  ).map(tenantShape.read);

export const insertTenant = async (
  connection: Connection,
  tenant: Pick<TenantRow, 'name' | 'webhookKey' | 'verifyToken'>,
): Promise<TenantRow> => {
  const row = newRow({ ...tenant, changeSeq: 0 }, clock.now());
  await insertScoped(connection, TABLES.tenants, [row]);
  const inserted: unknown = await scoped(connection, TABLES.tenants)
    .where({ document_id: row.document_id })
    .first(tenantShape.select());
  return tenantShape.read(inserted);
};

export const renameTenant = async (connection: Connection, id: number, name: string): Promise<void> => {
  await scoped(connection, TABLES.tenants).where({ id }).update({ name, updated_at: clock.now() });
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
