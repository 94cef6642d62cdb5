import type { Core } from '@strapi/strapi';
import { TENANT } from './content-types/define';

/*
 * Rows of any content type, by its schema alone: also of types that an application declared. Who may touch them is
 * decided by the running scope, as for everybody who asks Strapi's query engine.
 */

export interface AnyRow {
  id: number;
  documentId: string;
  [attribute: string]: unknown;
}
type Where = Record<string, unknown>;

interface Queries {
  create(query: { data: object }): Promise<AnyRow>;
  update(query: { where: Where; data: object }): Promise<AnyRow | null>;
  findMany(query: { where: Where; limit?: number; orderBy?: object }): Promise<AnyRow[]>;
  deleteMany(query: { where: Where }): Promise<{ count: number }>;
}
interface Documents {
  delete(params: { documentId: string; locale?: string }): Promise<unknown>;
}

const queriesOf = (strapi: Core.Strapi, uid: string): Queries =>
  (strapi.db as unknown as { query(name: string): Queries }).query(uid);

const documentsOf = (strapi: Core.Strapi, uid: string): Documents =>
  (strapi.documents as unknown as (name: string) => Documents)(uid);

export const createAnyRow = (strapi: Core.Strapi, uid: string, data: object): Promise<AnyRow> =>
  queriesOf(strapi, uid).create({ data });

export const updateAnyRow = async (
  strapi: Core.Strapi,
  uid: string,
  id: number,
  data: object,
): Promise<void> => {
  await queriesOf(strapi, uid).update({ where: { id }, data });
};

export const findAnyRows = (strapi: Core.Strapi, uid: string, where: Where): Promise<AnyRow[]> =>
  queriesOf(strapi, uid).findMany({ where, orderBy: { id: 'asc' } });

export const removeAnyRows = async (strapi: Core.Strapi, uid: string, where: Where): Promise<void> => {
  await queriesOf(strapi, uid).deleteMany({ where });
};

const hasParts = (strapi: Core.Strapi, uid: string): boolean =>
  Object.values((strapi.contentTypes as unknown as Record<string, Shape>)[uid]?.attributes ?? {}).some(
    ({ type }) => type === 'component' || type === 'dynamiczone',
  );
interface Shape {
  attributes: Record<string, { type: string }>;
}

/** Every row of a company, with their components and links, and last the company itself. */
export const removeCompanyRows = async (
  strapi: Core.Strapi,
  scopedUids: readonly string[],
  tenantId: number,
): Promise<void> => {
  for (const uid of scopedUids.filter((name) => name !== TENANT)) {
    // Components are rows of their own, which only the document service removes together with theirs.
    const rows = hasParts(strapi, uid) ? await findAnyRows(strapi, uid, { tenant_id: tenantId }) : [];
    for (const documentId of new Set(rows.map((row) => row.documentId))) {
      await documentsOf(strapi, uid).delete({ documentId, locale: '*' });
    }
    await removeAnyRows(strapi, uid, { tenant_id: tenantId });
  }
  await removeAnyRows(strapi, TENANT, { id: tenantId });
};
