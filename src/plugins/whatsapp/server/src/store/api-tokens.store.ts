import type { Core } from '@strapi/strapi';
import { tokenNameOf } from '../kit/token-name';
import { shapeOf } from './columns';
import { connectionOf, TABLES, type Connection } from './database';
import type { ApiTokenRow } from './rows';
import { PEOPLE, scoped } from './scoped';

const shape = shapeOf<ApiTokenRow>([]);

/** The tokens of a company, those that have run out included. */
export const listApiTokens = async (connection: Connection, tenantId: number): Promise<ApiTokenRow[]> => {
  const rows = (await scoped(connection, TABLES.members, 'm')
    .join({ t: PEOPLE.token }, 't.id', 'm.api_token_id')
    .where({ 'm.tenant_id': tenantId })
    .whereNull('m.removed_at')
    .select({
      id: 'm.id',
      documentId: 'm.document_id',
      tokenId: 't.id',
      name: 't.name',
      role: 'm.role',
      expiresAt: 't.expires_at',
      lastUsedAt: 't.last_used_at',
      createdAt: 't.created_at',
    })
    .orderBy('m.id')) as unknown[];
  return rows.map((raw) => {
    const row = shape.read(raw);
    return { ...row, name: tokenNameOf(row.name, row.documentId) };
  });
};

/** Strapi keeps the key a second time, readable again for its own screen: ours is shown once. */
export const forgetTokenKey = async (strapi: Core.Strapi, tokenId: number): Promise<void> => {
  await strapi.db.query('admin::api-token').update({ where: { id: tokenId }, data: { encryptedKey: null } });
};

export const findApiToken = async (
  strapi: Core.Strapi,
  { tenantId, documentId }: { tenantId: number; documentId: string },
): Promise<ApiTokenRow | null> =>
  (await listApiTokens(connectionOf(strapi), tenantId)).find((row) => row.documentId === documentId) ?? null;
