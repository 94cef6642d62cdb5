import { pathOf } from './named-probes';
import { isReading, OK, row, WORD, type Probe, type Slot } from './probe';
import type { Route } from './router';
import { asTenant, changeOf, formsOf, freshWords, place } from './type-probes';
import { relationsOf, textOf, type Attribute, type Type, type Types } from './types';
import { sampleBody } from './values';

export type Parts = (uid: string) => Record<string, Attribute>;

/** The type whose REST API a route belongs to. */
export const restTypeOf = ({ path }: Route, types: Types): Type | undefined => {
  const [, api, plural] = path.split('/');
  return api === 'api'
    ? types.all.find((type) => type.plural === plural && type.uid.startsWith('api::'))
    : undefined;
};

/** Questions beside a list or a row: whatever finds something by what another company's row says. */
const queriesOf = (type: Type, types: Types): { how: string; path: (string | Slot)[] }[] => {
  const text = textOf(type);
  const ofText = text ? [{ how: 'a filter by text', path: [`?filters[${text}][$contains]=`, WORD] }] : [];
  const ofRelations = relationsOf(type, types).flatMap(({ name, target }) => {
    const far = textOf(target);
    return [
      { how: 'a filter by relation', path: [`?filters[${name}][documentId][$eq]=`, place(target)] },
      { how: 'a filter by a number', path: [`?filters[${name}][id][$eq]=`, place(target, 'id')] },
      { how: 'a relation filled in', path: [`?populate[${name}][populate]=*`] },
      { how: 'sorted by relation', path: [`?sort=${name}.id&populate=*`] },
      ...(far
        ? [{ how: 'a filter by text of a relation', path: [`?filters[${name}][${far}][$contains]=`, WORD] }]
        : []),
    ];
  });
  return [
    ...ofText,
    ...(type.isScoped
      ? [{ how: 'a filter by id', path: ['?filters[documentId][$eq]=', row(type.uid)] }]
      : []),
    { how: 'everything filled in', path: ['?populate=*'] },
    ...ofRelations,
  ];
};

const writing = (
  base: Probe,
  { type, types, parts }: { type: Type; types: Types; parts: Parts },
): Probe[] => {
  const isCreation = base.method === 'POST';
  const sample = isCreation ? sampleBody(type, freshWords(type), parts) : (changeOf(type) ?? {});
  const linked = relationsOf(type, types).flatMap(({ name, target, attribute }) =>
    formsOf(target, attribute).flatMap(({ how, value, isUsual }) =>
      isCreation && !isUsual
        ? []
        : {
            ...base,
            how: `a relation: ${how}`,
            body: { data: { ...(isCreation ? sample : {}), [name]: value } },
          },
    ),
  );
  const given = { ...base, how: 'as of a company', body: { data: { ...sample, ...asTenant } }, works: null };
  return [{ ...base, body: { data: sample } }, ...linked, ...(type.isScoped ? [given] : [])];
};

const SINGLE = /^\/api\/[^/]+(\/:(id|documentId))?$/;

/** The REST API of a content type: Strapi's five routes, and whatever else was put beside them. */
export const restProbes = (
  route: Route,
  { type, types, parts }: { type: Type; types: Types; parts: Parts },
): Probe[] | { unknown: string } | null => {
  const known = new Set(['id', 'documentId']);
  if (!SINGLE.test(route.path) && !route.params.some((name) => known.has(name))) return null;
  const found = pathOf(route, (name) => (known.has(name) ? place(type) : null));
  if ('unknown' in found) return null;
  const { method, target } = route;
  const hasId = found.path.length > 1;
  const base: Probe = {
    target,
    on: type.uid,
    how: hasId ? 'an id in the path' : 'as it is meant',
    side: 'site',
    method,
    path: found.path,
    body: route.hint?.body,
    works: OK,
    spends: method === 'DELETE' || !SINGLE.test(route.path),
  };
  const numbered: Probe[] = hasId
    ? [{ ...base, how: 'a number in the path', path: base.path.map((part) => asNumber(part)), works: null }]
    : [];
  if (!SINGLE.test(route.path)) return [base, ...numbered];
  if (isReading(base)) {
    const beside = queriesOf(type, types).map(({ how, path }) => ({
      ...base,
      how,
      path: [...base.path, ...path],
    }));
    const fit = hasId ? beside.filter(({ how }) => /filled in/.test(how)) : beside;
    return [base, ...numbered, ...fit];
  }
  if (method === 'POST' || method === 'PUT') return [...writing(base, { type, types, parts }), ...numbered];
  return [base, ...numbered];
};

const asNumber = (part: string | Slot): string | Slot =>
  typeof part !== 'string' && (part.slot === 'row' || part.slot === 'shared')
    ? { ...part, form: 'id' }
    : part;
