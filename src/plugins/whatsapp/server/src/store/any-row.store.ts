import type { Core } from '@strapi/strapi';

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
const queriesOf = (strapi: Core.Strapi, uid: string): Queries =>
  (strapi.db as unknown as { query(name: string): Queries }).query(uid);

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
