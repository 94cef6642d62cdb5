import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { AUDIT_ENTRY, TENANT } from '../content-types/define';

/** A table whose rows each belong to a company. */
export interface ScopedTable {
  table: string;
  /** The log keeps what nobody's number received; all else is always somebody's. */
  mayBeNobodys: boolean;
  /** Rows are added, and never changed. */
  isAppendOnly: boolean;
}

/** `child.column` is the id of a row of `parent`. */
export interface Reference {
  child: string;
  column: string;
  parent: string;
}

/** A table between two scoped ones: a relation of many to many, or one that Strapi keeps in a table of its own. */
export interface Link {
  table: string;
  ends: [{ column: string; parent: string }, { column: string; parent: string }];
}

export interface Walls {
  tables: ScopedTable[];
  references: Reference[];
  links: Link[];
}

interface Attribute {
  type: string;
  target?: string;
  owner?: boolean;
  joinColumn?: { name: string };
  joinTable?: { name: string; joinColumn?: { name: string }; inverseJoinColumn?: { name: string } };
}
interface Model {
  uid: string;
  tableName: string;
  attributes: Record<string, Attribute>;
}

const INBOUND_EVENT = 'plugin::whatsapp.inbound-event';

const linkOf = ({ tableName }: Model, { joinTable }: Attribute, parent: string): Link[] =>
  joinTable?.joinColumn && joinTable.inverseJoinColumn
    ? [
        {
          table: joinTable.name,
          ends: [
            { column: joinTable.joinColumn.name, parent: tableName },
            { column: joinTable.inverseJoinColumn.name, parent },
          ],
        },
      ]
    : [];

/** Everything that must stay within one company, as Strapi's models describe it. */
export const wallsOf = (strapi: Core.Strapi, scopedUids: readonly string[]): Walls => {
  const models = strapi.db.metadata as unknown as Map<string, Model>;
  const scoped = scopedUids.flatMap((uid) => (uid === TENANT ? [] : (models.get(uid) ?? [])));
  const tableOf = new Map(scoped.map(({ uid, tableName }) => [uid, tableName]));

  const walls: Walls = { tables: [], references: [], links: [] };
  const links = new Map<string, Link>();
  for (const model of scoped) {
    walls.tables.push({
      table: model.tableName,
      mayBeNobodys: model.uid === INBOUND_EVENT,
      isAppendOnly: model.uid === AUDIT_ENTRY,
    });
    for (const attribute of Object.values(model.attributes)) {
      const parent = attribute.target && tableOf.get(attribute.target);
      if (attribute.type !== 'relation' || !parent) continue;
      if (attribute.joinColumn && attribute.owner) {
        walls.references.push({ child: model.tableName, column: attribute.joinColumn.name, parent });
      }
      // Both sides of a relation know its table: once is enough.
      for (const link of linkOf(model, attribute, parent)) links.set(link.table, link);
    }
  }
  return { ...walls, links: [...links.values()] };
};

const PREFIX = 'whatsapp_wall';
const READABLE_LENGTH = 40;

/** A name of its own for each wall, within the 63 characters of PostgreSQL. */
export const wallName = (...parts: string[]): string => {
  const digest = createHash('sha256').update(parts.join('.')).digest('hex').slice(0, 8);
  return `${PREFIX}_${parts.join('_').slice(0, READABLE_LENGTH)}_${digest}`;
};

export const isWallName = (name: string): boolean => name.startsWith(`${PREFIX}_`);
