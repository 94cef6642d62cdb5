import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { createAnyRow, TENANT, updateAnyRow } from '../store';
import { markedId, markedWord } from './marks';
import { isToMany, relationsOf, type Type, type Types } from './types';
import { rowOf, type Words } from './values';

export interface Row {
  id: number;
  documentId: string;
}
/** One row of every type, related to each other and to no other set. */
export type RowSet = Map<string, Row>;

interface Making {
  strapi: Core.Strapi;
  types: Types;
  tenantId: number;
  mark: string;
  /** What the rows are called, by which they can be looked up; else each gets a name of its own. */
  name?: string;
  locale: string | null;
}

/** Texts with the mark in front; `name` is for what no two rows may be called. */
const wordsOf =
  (mark: string, name?: string): Words =>
  ({ kind, max }) => {
    if (kind === 'name' && name !== undefined) return name;
    return kind === 'mail' ? `${markedWord(mark)}@example.invalid` : markedWord(mark, max);
  };

/** A document, and its published version where the type has drafts: both carry the same id. */
const createDocument = async (
  { strapi, tenantId, locale }: Making,
  type: Type,
  data: object,
): Promise<{ row: Row; versions: number[] }> => {
  const common = {
    ...data,
    ...(type.isScoped ? { tenant: tenantId } : {}),
    ...(type.isLocalized ? { locale } : {}),
  };
  const now = clock.now();
  const live = await createAnyRow(strapi, type.uid, { ...common, publishedAt: now });
  if (!type.hasDrafts) return { row: live, versions: [live.id] };
  const draft = await createAnyRow(strapi, type.uid, { ...common, publishedAt: null });
  return { row: draft, versions: [draft.id, live.id] };
};

/** The relations of a row to the others of its set. From one side only: the other side is the same relation. */
const linksOf = (type: Type, types: Types, set: RowSet): Record<string, unknown> =>
  Object.fromEntries(
    relationsOf(type, types).flatMap(({ name, target, attribute }) => {
      const other = set.get(target.uid);
      if (!other || attribute.mappedBy || target.uid === type.uid) return [];
      return [[name, isToMany(attribute) ? [other.id] : other.id]];
    }),
  );

/**
 * A row of every type of companies, made in two steps: first the rows, then what leads from one to another, so that it
 * does not matter who points to whom. `own` gives what only the caller knows, by type; null leaves a type out.
 */
export const createRowSet = async (
  making: Making,
  own: (type: Type) => Promise<Record<string, unknown> | null>,
): Promise<RowSet> => {
  const { strapi, types, mark } = making;
  const words = wordsOf(mark, making.name);
  const set: RowSet = new Map();
  const made: { type: Type; versions: number[] }[] = [];
  for (const type of types.scoped.filter(({ uid }) => uid !== TENANT)) {
    const more = await own(type);
    if (!more) continue;
    const data = { ...rowOf(type, words), ...more, documentId: markedId(mark) };
    const { row, versions } = await createDocument(making, type, data);
    set.set(type.uid, { id: row.id, documentId: row.documentId });
    made.push({ type, versions });
  }
  for (const { type, versions } of made) {
    const links = linksOf(type, types, set);
    if (Object.keys(links).length === 0) continue;
    for (const id of versions) await updateAnyRow(strapi, type.uid, id, links);
  }
  return set;
};

/** A row of a type that is nobody's, related to rows of both companies: the way round through what everybody may read. */
export const createSharedRow = async (
  { strapi, types, locale }: Pick<Making, 'strapi' | 'types' | 'locale'>,
  { type, name, sets }: { type: Type; name: string; sets: RowSet[] },
): Promise<Row> => {
  const words = wordsOf(name);
  const making: Making = { strapi, types, locale, tenantId: 0, mark: name };
  const { row, versions } = await createDocument(making, type, rowOf(type, words));
  const links = relationsOf(type, types).flatMap(({ name: relation, target, attribute }) => {
    const ids = sets.flatMap((set) => set.get(target.uid)?.id ?? []);
    return isToMany(attribute) && ids.length > 0 ? [[relation, ids] as const] : [];
  });
  if (links.length > 0) {
    for (const id of versions) await updateAnyRow(strapi, type.uid, id, Object.fromEntries(links));
  }
  return { id: row.id, documentId: row.documentId };
};
