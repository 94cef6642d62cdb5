import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { wallsOf, type Reference } from './constraints/references';
import { TENANT } from './content-types/define';
import { connectionOf } from './database';

interface Attribute {
  joinTable?: { name: string; joinColumn?: { name: string } };
}
interface Model {
  tableName: string;
  attributes: Record<string, Attribute>;
}

/** A table of relations or components, and the column by which it belongs to rows of `owner`. */
interface Side {
  table: string;
  column: string;
  owner: string;
}

const sidesOf = ({ tableName, attributes }: Model): Side[] =>
  Object.values(attributes).flatMap(({ joinTable }) =>
    joinTable?.joinColumn
      ? [{ table: joinTable.name, column: joinTable.joinColumn.name, owner: tableName }]
      : [],
  );

/** Which rows are linked, not in which order: whoever adds a link to a row of nobody's numbers all of its links anew. */
const linksOf = (rows: Record<string, unknown>[]): string[] =>
  rows
    .map((row) =>
      JSON.stringify(Object.entries(row).filter(([column]) => column !== 'id' && !/_ord(er)?$/.test(column))),
    )
    .sort();

const foreignReferences = (connection: Knex, { child, column, parent }: Reference, tenantId: number) =>
  connection({ c: child })
    .join({ p: parent }, 'p.id', `c.${column}`)
    .where('p.tenant_id', tenantId)
    .whereNot('c.tenant_id', tenantId)
    .orderBy('c.id')
    .pluck('c.id');

/**
 * A digest of everything that is a company's: its rows, what is linked to them, and who of another company points to
 * them. Two digests are equal as long as nobody wrote anything of it, past whichever door.
 */
export const digestCompany = async (
  strapi: Core.Strapi,
  scopedUids: readonly string[],
  tenantId: number,
): Promise<string> => {
  const connection = connectionOf(strapi);
  const models = strapi.db.metadata as unknown as Map<string, Model>;
  const hash = createHash('sha256');
  const add = (name: string, rows: unknown) => hash.update(`${name}:${JSON.stringify(rows)};`);

  for (const uid of scopedUids) {
    const model = models.get(uid);
    if (!model) continue;
    const column = uid === TENANT ? 'id' : 'tenant_id';
    add(uid, await connection(model.tableName).where(column, tenantId).orderBy('id'));
    if (uid === TENANT) continue;
    for (const { table, column: side, owner } of sidesOf(model)) {
      const own = connection(owner).where('tenant_id', tenantId).select('id');
      const links = (await connection(table).whereIn(side, own)) as Record<string, unknown>[];
      add(table, linksOf(links));
    }
  }
  for (const reference of wallsOf(strapi, scopedUids).references) {
    add(reference.child, await foreignReferences(connection, reference, tenantId));
  }
  return hash.digest('hex');
};
