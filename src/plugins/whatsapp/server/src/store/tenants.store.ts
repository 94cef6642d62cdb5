import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { TenantRow } from './rows';
import { insertScoped, scoped } from './scoped';

const tenantShape = shapeOf<TenantRow>(['id', 'documentId', 'name', 'webhookKey', 'verifyToken']);

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

export const insertTenant = async (
  strapi: Core.Strapi,
  tenant: Pick<TenantRow, 'name' | 'webhookKey' | 'verifyToken'>,
): Promise<string> => {
  const row = newRow({ ...tenant, changeSeq: 0 }, clock.now());
  await insertScoped(connectionOf(strapi), TABLES.tenants, [row]);
  return String(row.document_id);
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
