type Value = Record<string, unknown>;

/**
 * Every row that a relation's value names, in any form that Strapi takes: an id, a document's id, an object with one,
 * lists of these, `set` and `connect`. What is disconnected is not named: to let go of a row needs no right on it, and
 * says nothing about it.
 */
export const namedIds = (value: unknown): (number | string)[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(namedIds);
  if (typeof value === 'number' || typeof value === 'string') return [value];
  if (typeof value !== 'object') return [];
  const { id, documentId, set, connect } = value as Value;
  const itself = id ?? documentId;
  return [...namedIds(itself), ...namedIds(set), ...namedIds(connect)];
};

/** The same for relations to several types: each value says its own type. */
export const namedOfTypes = (value: unknown): { uid: string; id: number | string }[] => {
  if (Array.isArray(value)) return value.flatMap(namedOfTypes);
  if (typeof value !== 'object' || value === null) return [];
  const { __type: uid, id, documentId, set, connect } = value as Value;
  const itself = id ?? documentId;
  const own = typeof uid === 'string' ? namedIds(itself).map((named) => ({ uid, id: named })) : [];
  return [...own, ...namedOfTypes(set ?? []), ...namedOfTypes(connect ?? [])];
};

/** Ids of rows are numbers, also when they come as text; everything else is the id of a document. */
export const splitIds = (named: Iterable<number | string>): { ids: number[]; documentIds: string[] } => {
  const ids = new Set<number>();
  const documentIds = new Set<string>();
  for (const one of named) {
    if (typeof one === 'number' || /^\d+$/.test(one)) ids.add(Number(one));
    else documentIds.add(one);
  }
  return { ids: [...ids], documentIds: [...documentIds] };
};
