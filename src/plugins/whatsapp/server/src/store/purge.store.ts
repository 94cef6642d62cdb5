import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { wallsOf } from './constraints/references';
import { TENANT } from './content-types/define';
import { TABLES, type Trx } from './database';
import { PEOPLE, scoped, systemTable } from './scoped';

interface JoinTable {
  name: string;
  joinColumn?: { name: string };
  inverseJoinColumn?: { name: string };
  morphColumn?: { idColumn: { name: string }; typeColumn: { name: string } };
  on?: { field?: string };
}
interface Model {
  uid: string;
  tableName: string;
  attributes: Record<string, { relation?: string; target?: string; joinTable?: JoinTable }>;
}
interface ContentType {
  attributes: Record<string, { type: string; component?: string; components?: string[] }>;
}

type Rows = () => Knex.QueryBuilder;

const modelsOf = (strapi: Core.Strapi): Map<string, Model> =>
  strapi.db.metadata as unknown as Map<string, Model>;

/** Tables that point to others come before these; two that point to each other, in any order. */
const childrenFirst = (strapi: Core.Strapi, uids: readonly string[]): Model[] => {
  const { references } = wallsOf(strapi, uids);
  const models = modelsOf(strapi);
  const waiting = new Map(
    uids.flatMap((uid) => models.get(uid) ?? []).map((model) => [model.tableName, model]),
  );
  const ordered: Model[] = [];
  while (waiting.size > 0) {
    const isFree = (table: string) =>
      !references.some(({ child, parent }) => parent === table && child !== table && waiting.has(child));
    const tables = [...waiting.keys()];
    const next = waiting.get(tables.find(isFree) ?? tables[0] ?? '');
    if (!next) break;
    waiting.delete(next.tableName);
    ordered.push(next);
  }
  return ordered;
};

/** What Strapi keeps of rows outside of their tables, and deletes by the document service only. */
const createParts = (strapi: Core.Strapi, trx: Trx) => {
  const models = modelsOf(strapi);
  const types = { ...strapi.contentTypes, ...strapi.components } as unknown as Record<string, ContentType>;
  /** Tables in which files, and what else is related to several types, name their rows by type and id. */
  const morphs = [...models.values()].flatMap(({ attributes }) =>
    Object.values(attributes).flatMap(({ relation, joinTable }) =>
      relation === 'morphToMany' && joinTable?.morphColumn && !joinTable.on?.field ? [joinTable] : [],
    ),
  );

  const deletePartsOf = async (uid: string, ids: Rows): Promise<void> => {
    for (const { name, morphColumn } of morphs) {
      if (!morphColumn) continue;
      await systemTable(trx, name)
        .where(morphColumn.typeColumn.name, uid)
        .whereIn(morphColumn.idColumn.name, ids())
        .delete();
    }
    for (const [field, { type, component, components }] of Object.entries(types[uid]?.attributes ?? {})) {
      if (type !== 'component' && type !== 'dynamiczone') continue;
      const joinTable = models.get(uid)?.attributes[field]?.joinTable;
      for (const part of components ?? [component ?? ''])
        await deleteComponents(part, { joinTable, field, ids });
    }
  };

  const deleteComponents = async (
    uid: string,
    { joinTable, field, ids }: { joinTable: JoinTable | undefined; field: string; ids: Rows },
  ): Promise<void> => {
    const model = models.get(uid);
    const partId = joinTable?.inverseJoinColumn?.name ?? joinTable?.morphColumn?.idColumn.name;
    if (!model || !joinTable?.joinColumn || !partId) return;
    const { name, joinColumn } = joinTable;
    const parts: Rows = () =>
      systemTable(trx, name)
        .select(partId)
        .whereIn(joinColumn.name, ids())
        .where({ field, component_type: uid });
    await deletePartsOf(uid, parts);
    await systemTable(trx, model.tableName).whereIn('id', parts()).delete();
  };

  return { deletePartsOf };
};

/** Strapi's own rows of the tokens that are bound to this company. */
const deleteTokens = async (strapi: Core.Strapi, trx: Trx, tenantId: number): Promise<void> => {
  const tokens: Rows = () =>
    scoped(trx, TABLES.members)
      .select('api_token_id')
      .where({ tenant_id: tenantId })
      .whereNotNull('api_token_id');
  const permission = modelsOf(strapi).get('admin::api-token-permission');
  const joinTable = permission?.attributes.token?.joinTable;
  if (permission && joinTable?.joinColumn && joinTable.inverseJoinColumn) {
    const granted = systemTable(trx, joinTable.name)
      .select(joinTable.joinColumn.name)
      .whereIn(joinTable.inverseJoinColumn.name, tokens());
    await systemTable(trx, permission.tableName).whereIn('id', granted).delete();
  }
  await systemTable(trx, PEOPLE.token).whereIn('id', tokens()).delete();
};

/**
 * Every row of a company, of whatever type joined, and the company itself. A statement per table; nothing is read into
 * memory. Only while the system itself is at work.
 */
export const purgeRows = async (
  strapi: Core.Strapi,
  trx: Trx,
  { tenantId, scopedUids }: { tenantId: number; scopedUids: readonly string[] },
): Promise<void> => {
  const { deletePartsOf } = createParts(strapi, trx);
  await deleteTokens(strapi, trx, tenantId);
  const models = childrenFirst(
    strapi,
    scopedUids.filter((uid) => uid !== TENANT),
  );
  for (const { uid, tableName } of models) {
    const own: Rows = () => systemTable(trx, tableName).where({ tenant_id: tenantId });
    await deletePartsOf(uid, () => own().select('id'));
    await own().delete();
  }
  await scoped(trx, TABLES.tenants).where({ id: tenantId }).delete();
};
