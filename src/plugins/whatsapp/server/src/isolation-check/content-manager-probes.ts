import { pathOf } from './named-probes';
import { OK, row, WORD, type Probe, type Slot } from './probe';
import type { Parts } from './rest-probes';
import type { Route } from './router';
import { asConnected, asTenant, changeOf, freshWords, place } from './type-probes';
import { relationsOf, textOf, type Type, type Types } from './types';
import { sampleBody } from './values';

const ROOT = '/content-manager';
const LIST = `${ROOT}/collection-types/:model`;

interface Context {
  types: Types;
  parts: Parts;
}
interface Way {
  how: string;
  query?: (string | Slot)[];
  body?: unknown;
  /** Not with Strapi's own answer for success, but with none that is known. */
  isOpen?: boolean;
}

const named = (type: Type) => ({ documentIds: [place(type)] });

const listed = (type: Type, { types }: Context): Way[] => {
  const text = textOf(type);
  return [
    { how: 'a list', query: ['?pageSize=100'] },
    { how: 'a search', query: ['?_q=', WORD] },
    ...(text ? [{ how: 'a filter by text', query: [`?filters[$and][0][${text}][$contains]=`, WORD] }] : []),
    { how: 'a filter by id', query: ['?filters[$and][0][documentId][$eq]=', place(type)] },
    ...relationsOf(type, types).map(({ name, target }) => ({
      how: 'a filter by relation',
      query: [`?filters[$and][0][${name}][documentId][$eq]=`, place(target)],
    })),
  ];
};

const linked = (type: Type, { types }: Context, sample: object): Way[] =>
  relationsOf(type, types).map(({ name, target }) => ({
    how: 'a relation',
    body: { ...sample, [name]: asConnected(target) },
  }));

const created = (type: Type, context: Context): Way[] => {
  const sample = sampleBody(type, freshWords(type), context.parts);
  return [
    { how: 'a new row', body: sample },
    // What nobody else may write, a change is enough of.
    ...(type.isShown ? linked(type, context, sample) : []),
    ...(type.isScoped ? [{ how: 'as of a company', body: { ...sample, ...asTenant }, isOpen: true }] : []),
  ];
};

const changed = (type: Type, context: Context): Way[] => [
  { how: 'an id in the path', body: changeOf(type) ?? {} },
  ...linked(type, context, {}),
  ...(type.isScoped ? [{ how: 'as of a company', body: asTenant, isOpen: true }] : []),
];

/** What the Content Manager's routes of a type take, by what follows the type in their path. */
const WAYS: Record<string, (type: Type, context: Context) => Way[]> = {
  'GET ': listed,
  'POST ': created,
  'GET /:id': () => [{ how: 'an id in the path' }],
  'PUT /:id': changed,
  'DELETE /:id': () => [{ how: 'an id in the path' }],
  'POST /clone/:sourceId': (type, { parts }) => [
    { how: 'an id in the path', body: sampleBody(type, freshWords(type), parts) },
  ],
  'POST /auto-clone/:sourceId': () => [{ how: 'an id in the path', body: {} }],
  'POST /actions/bulkDelete': (type) => [{ how: 'ids in the body', body: named(type) }],
  'POST /actions/bulkFindForValidation': (type) => [{ how: 'ids in the body', body: named(type) }],
  'GET /:id/actions/countDraftRelations': () => [{ how: 'an id in the path' }],
  'GET /actions/countManyEntriesDraftRelations': (type) => [
    { how: 'ids in the query', query: ['?documentIds[0]=', place(type)] },
  ],
  'POST /actions/publish': (type, { parts }) => [
    { how: 'a new row', body: sampleBody(type, freshWords(type), parts) },
  ],
  'POST /:id/actions/publish': () => [{ how: 'an id in the path', body: {} }],
  'POST /:id/actions/unpublish': () => [{ how: 'an id in the path', body: {} }],
  'POST /:id/actions/discard': () => [{ how: 'an id in the path', body: {} }],
  'POST /actions/bulkPublish': (type) => [{ how: 'ids in the body', body: named(type) }],
  'POST /actions/bulkUnpublish': (type) => [{ how: 'ids in the body', body: named(type) }],
};

/** Routes that Strapi closes for types without drafts. Where no type has them, they are closed to everybody. */
const NEEDS_DRAFTS = /(publish|discard)$/i;

/** What Strapi lets nobody do, not even a super admin, with types that its Content Manager does not show. */
const NEEDS_A_FORM = /^(PUT|DELETE) |^POST \/?(clone|auto-clone|actions\/bulkDelete|$)/;

/** What must hold for each type by itself; the rest is the same code whatever the type, and a few are enough. */
const FOR_EVERY_TYPE = /^(GET |POST |GET \/:id|PUT \/:id|DELETE \/:id|POST \/actions\/bulkDelete)$/;

const sideOf = ({ isShown }: Type) => (isShown ? 'panel' : 'platform');

/** The types to ask a route with: those that it is made for, or, where there is none, one for which it must be closed. */
const typesFor = (way: string, { types }: Context): { asked: Type[]; isClosed: boolean } => {
  const all = types.all.filter(({ isSingle }) => !isSingle);
  if (FOR_EVERY_TYPE.test(way)) return { asked: all, isClosed: false };
  const shown = all.filter(({ isShown }) => isShown);
  const usual = shown.length > 0 ? shown : all.filter(({ singular }) => singular === 'contact');
  if (!NEEDS_DRAFTS.test(way)) return { asked: usual, isClosed: false };
  const drafting = all.filter(({ hasDrafts }) => hasDrafts);
  return drafting.length > 0
    ? { asked: drafting, isClosed: false }
    : { asked: usual.slice(0, 1), isClosed: true };
};

const ofTypes = (route: Route, context: Context): Probe[] | { unknown: string } => {
  const way = `${route.method} ${route.path.slice(LIST.length)}`;
  const ways = WAYS[way];
  if (!ways) return { unknown: 'Nobody knows what the Content Manager takes there' };
  const { asked, isClosed } = typesFor(way, context);
  return asked.flatMap((type) => {
    const found = pathOf(route, (name) => (name === 'model' ? type.uid : place(type)));
    if ('unknown' in found) return [];
    return ways(type, context).map(({ how, query = [], body, isOpen }) => ({
      target: route.target,
      on: type.uid,
      how,
      side: sideOf(type),
      method: route.method,
      path: [...found.path, ...query],
      body,
      works: isOpen || isClosed || (!type.isShown && NEEDS_A_FORM.test(way)) ? null : OK,
      spends: route.method === 'DELETE' || route.path.includes('/actions/'),
    }));
  });
};

/** The pickers of relations, and what is related already. */
const ofRelations = (route: Route, { types }: Context): Probe[] =>
  types.all.flatMap((type) =>
    relationsOf(type, types).flatMap(({ name, target }): Probe[] => {
      const found = pathOf(route, (param) =>
        param === 'model' ? type.uid : param === 'id' ? place(type) : name,
      );
      if ('unknown' in found) return [];
      const base: Probe = {
        target: route.target,
        on: `${type.uid}, ${name}`,
        how: 'a list',
        side: sideOf(type),
        method: route.method,
        path: [...found.path, '?pageSize=50'],
        works: OK,
      };
      if (route.params.includes('id')) return [{ ...base, how: 'an id in the path' }];
      return [
        base,
        { ...base, how: 'a search', path: [...base.path, '&_q=', WORD] },
        { ...base, how: 'beside an id', path: [...base.path, '&id=', place(type)] },
        {
          ...base,
          how: 'with a number',
          path: [...base.path, '&idsToInclude[0]=', place(target, 'id')],
          works: null,
        },
      ];
    }),
  );

const ofUids = (route: Route, { types }: Context): Probe[] => {
  const found = types.scoped.flatMap((type) =>
    Object.entries(type.attributes).flatMap(([field, attribute]) =>
      attribute.type === 'uid' ? [{ type, field }] : [],
    ),
  );
  const [first] = types.scoped;
  const tried = found.length > 0 ? found : first ? [{ type: first, field: 'name' }] : [];
  return tried.map(({ type, field }) => ({
    target: route.target,
    on: `${type.uid}, ${field}`,
    how: 'a word in the body',
    side: sideOf(type),
    method: route.method,
    path: [route.path],
    body: {
      contentTypeUID: type.uid,
      field,
      value: WORD,
      data: { [type.attributes[field]?.targetField ?? field]: WORD },
    },
    works: found.length > 0 ? OK : null,
    echoes: true,
  }));
};

const plain = (route: Route, path: (string | Slot)[], works: Probe['works'] = OK): Probe => ({
  target: route.target,
  how: 'as it is meant',
  side: 'panel',
  method: route.method,
  path,
  works,
});

/** Copying from another language: closed for types that have one language only. */
const ofLocales = (route: Route, { types }: Context): Probe[] => {
  const localized = types.scoped.filter(({ isLocalized }) => isLocalized);
  return (localized.length > 0 ? localized : types.scoped.slice(0, 1)).map((type) => ({
    ...plain(
      route,
      route.params.length > 0
        ? [
            route.path.replace(':model', type.uid),
            '?sourceLocale=en&targetLocale=en&documentId=',
            place(type),
          ]
        : [route.path],
    ),
    on: type.uid,
    how: 'an id',
    side: sideOf(type),
    body: route.method === 'POST' ? { model: type.uid, id: row(type.uid, 'id'), locale: 'en' } : undefined,
    works: null,
  }));
};

/** Null: none of the Content Manager's. */
export const contentManagerProbes = (
  route: Route,
  context: Context,
): Probe[] | { unknown: string } | null => {
  const { path } = route;
  const { all } = context.types;
  if (path.startsWith('/i18n/content-manager/')) return ofLocales(route, context);
  if (!path.startsWith(ROOT)) return null;
  if (path.startsWith(LIST)) return ofTypes(route, context);
  if (path.startsWith(`${ROOT}/relations/`)) return ofRelations(route, context);
  if (path.startsWith(`${ROOT}/uid/`)) return ofUids(route, context);
  if (path.startsWith(`${ROOT}/single-types/`)) {
    // Without a page that leads to rows of companies, there is still an answer to look at.
    const singles = all.filter(({ isSingle }) => isSingle);
    const asked = singles.length > 0 ? singles : all.slice(0, 1);
    return asked.map((type) => plain(route, [path.replace(':model', type.uid)], null));
  }
  if (path.endsWith('/homepage/recent-documents')) {
    return ['update', 'publish'].map((action) => plain(route, [`${path}?action=${action}`]));
  }
  if (path.endsWith('/homepage/count-documents')) return [plain(route, [path])];
  if (path.startsWith(`${ROOT}/preview/url/`)) {
    const shown = context.types.scoped.filter(({ isShown }) => isShown);
    return (shown.length > 0 ? shown : context.types.scoped.slice(0, 1)).map((type) => ({
      ...plain(route, [path.replace(':contentType', type.uid), '?documentId=', place(type)], null),
      on: type.uid,
    }));
  }
  return { unknown: 'Nobody knows what the Content Manager takes there' };
};
