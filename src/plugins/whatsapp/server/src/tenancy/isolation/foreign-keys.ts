import type { Core } from '@strapi/strapi';
import { engineOf } from './engine';
import { refuseRelation } from './refusal';
import { namedIds, splitIds } from './relation-values';
import type { ScopedTypes } from './scoped-types';

interface DocumentContext {
  uid: string;
  params?: { data?: Record<string, unknown> };
}
interface DocumentService {
  use(middleware: (context: DocumentContext, next: () => Promise<unknown>) => Promise<unknown>): unknown;
}

const UNTOUCHED = Symbol('untouched');

/** What a value asks for: a row by any name, none, or (`connect` and `disconnect` both empty) nothing at all. */
const wanted = (value: unknown): number | string | null | typeof UNTOUCHED => {
  if (value === undefined) return UNTOUCHED;
  const named = namedIds(value);
  if (named.length > 0) return named.at(-1) ?? null;
  if (value === null || Array.isArray(value) || typeof value !== 'object') return null;
  const { set, disconnect } = value as Record<string, unknown>;
  return set !== undefined || namedIds(disconnect).length > 0 ? null : UNTOUCHED;
};

/**
 * A relation that is a column (`useJoinTable: false`) takes only a row's id or null in this version of Strapi; the Content
 * Manager always sends `connect`, and gets a 500. Here every form that other relations take becomes one of the two.
 */
export const installForeignKeyForms = (strapi: Core.Strapi, types: ScopedTypes): void => {
  const engine = engineOf(strapi);

  const idOf = async (name: string, target: string, named: number | string): Promise<number> => {
    const { ids, documentIds } = splitIds([named]);
    if (ids[0] !== undefined) return ids[0];
    const row = await engine.query(target).findOne({ select: ['id'], where: { documentId: documentIds[0] } });
    return row ? Number(row.id) : refuseRelation(name);
  };

  (strapi.documents as unknown as DocumentService).use(async ({ uid, params }, next) => {
    const data = params?.data;
    if (!data || !types.isScoped(uid)) return next();
    const attributes = engine.metadata.get(uid)?.attributes ?? {};
    const plain = { ...data };
    for (const [name, { type, target, useJoinTable }] of Object.entries(attributes)) {
      if (type !== 'relation' || useJoinTable !== false || !target || !(name in data)) continue;
      const named = wanted(data[name]);
      if (named === UNTOUCHED) delete plain[name];
      else plain[name] = named === null ? null : await idOf(name, target, named);
    }
    params.data = plain;
    return next();
  });
};
