import fc from 'fast-check';
import type { AppMap, Model, Route } from './app-map';
import { createBodies } from './random-bodies';
import { createQueryStrings, toQueryString } from './random-query-strings';
import { createValues } from './random-values';
import type { Pools } from './random-values';

export interface RandomRequest {
  caller: string;
  method: string;
  /** The route as the router has it. */
  route: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

export interface Caller {
  name: string;
  of: 'panel' | 'content' | 'nobody';
  /** Routes whose very purpose is that this caller sees every company. */
  mayAsk?: (path: string) => boolean;
}

/** What is not asked, and why. Everything else that the router knows is. */
const LEFT_OUT: [RegExp, string][] = [
  [/\(\.\*\)|\(\[\^|\.\+\)|:path\*|^\/$|^\/_health/, 'no handler of rows: files, fallbacks, health'],
  [
    /^\/(api\/)?whatsapp\/(health|metrics)$/,
    'numbers over all companies, for the platform: they change by themselves',
  ],
  [/^\/api\/auth\/|^\/api\/connect/, 'ends or starts sessions of the caller, or goes to other sites'],
  [
    /^\/admin\/(ai-|license|transfer\/runner|homepage\/layout|telemetry)/,
    'goes to other sites, or is a socket',
  ],
  [/preview\/script/, 'a script without data'],
  [/^\/whatsapp\/isolation-checks$/, 'makes thousands of requests of its own'],
  [/^\/upload\/ai-|ai-localization|^\/email/, 'goes to other sites'],
];

/** Rows of companies are written here; elsewhere Strapi's own settings and people are, which are asked for only. */
const WRITABLE = /^\/(whatsapp|api\/whatsapp|content-manager)\//;

/** Whoever deletes a row of nobody's ends everybody's relations to it, as they should. */
const endsRows = ({ methods, path }: Pick<Route, 'methods' | 'path'>): boolean =>
  methods.includes('DELETE') || /bulkDelete/.test(path);

/** Would put the callers out of their own company; another company's people and tokens are named in `same-answer.test.ts`. */
const endsCallers = ({ methods, path }: Pick<Route, 'methods' | 'path'>): boolean =>
  !methods.includes('GET') && /^\/(api\/)?whatsapp\/(members\/|api-tokens\/|me\/)/.test(path);

const isAsked = ({ methods, path }: Route, models: readonly Model[]): boolean => {
  if (methods.length === 0 || LEFT_OUT.some(([pattern]) => pattern.test(path))) return false;
  const type = models.find(
    ({ uid, pluralName }) => uid.startsWith('api::') && path.startsWith(`/api/${pluralName}`),
  );
  if (endsCallers({ methods, path })) return false;
  if (type && !type.isScoped && endsRows({ methods, path })) return false;
  return methods.includes('GET') || Boolean(type) || WRITABLE.test(path);
};

/** The routes of random requests. */
export const askedRoutes = ({ routes, models }: AppMap): Route[] =>
  routes.filter((route) => isAsked(route, models));

const PAGES = [{ page: 1, pageSize: 2 }, { start: 0, limit: 100 }, { page: 'x' }, { withCount: false }];

/** Left out more often than not: a request with everything in it is mostly refused for one part. */
const sometimes = (arbitrary: fc.Arbitrary<unknown>, often = 0): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, { arbitrary, weight: 1 + often });

const OF_COMPANIES = /^\/(whatsapp|api\/whatsapp|content-manager\/(collection-types|relations|homepage))/;

/** A request to any route of the router, with everything that a request has made up from the schemas. */
export const randomRequests = (
  map: AppMap,
  pools: Pools,
  callers: readonly Caller[],
): fc.Arbitrary<RandomRequest> => {
  const models = new Map(map.models.map((model) => [model.uid, model]));
  const declared = map.models.filter(({ uid }) => uid.startsWith('api::'));
  const values = createValues(pools, 'asked');
  const queries = createQueryStrings(models, values);
  const bodies = createBodies(models, createValues(pools, 'written'));
  const ofCompanies = declared.filter(({ isScoped }) => isScoped).map(({ uid }) => uid);
  const anyType = fc.oneof(
    { arbitrary: fc.constantFrom(...declared.map(({ uid }) => uid)), weight: 6 },
    fc.constantFrom(...models.keys()),
  );

  const queryFor = (uid: string, isPanel: boolean) =>
    fc.record({
      filters: sometimes(queries.filters(uid), 2),
      populate: sometimes(queries.populate(uid), 2),
      sort: sometimes(queries.sort(uid)),
      fields: sometimes(fc.constantFrom<unknown>(['title'], '*', 'title', 'title,tenant')),
      pagination: sometimes(fc.constantFrom<unknown>(...PAGES)),
      locale: sometimes(fc.constantFrom('en', '*', 'xx')),
      status: sometimes(fc.constantFrom('draft', 'published', 'modified')),
      ...(isPanel ? panelQuery(uid) : {}),
    });
  const panelQuery = (uid: string) => ({
    _q: sometimes(values.word),
    pageSize: sometimes(fc.constantFrom(1, 10, 100, -1)),
    id: sometimes(values.idOf(uid)),
    idsToOmit: sometimes(fc.array(values.idOf(), { maxLength: 2 })),
    idsToInclude: sometimes(fc.array(values.idOf(), { maxLength: 2 })),
    documentIds: sometimes(fc.array(values.idOf(), { maxLength: 2 })),
    contentType: sometimes(anyType),
    action: fc.constantFrom('update', 'publish'),
  });
  const looseQuery = fc.dictionary(
    fc.constantFrom(
      'cursor',
      'limit',
      'after',
      'before',
      'q',
      'tenantId',
      'channelId',
      'assigneeId',
      'page',
      'status',
      'search',
    ),
    fc.oneof(values.idOf(), values.word, fc.constantFrom<unknown>(0, 1, 50, 'x')),
    { maxKeys: 2 },
  );
  const headers = fc.option(
    values.idOf().map((id) => ({ 'x-tenant-id': encodeURIComponent(String(id)), 'x-company': '1' })),
    { nil: {}, freq: 1 },
  );

  /** Types and their fields by name, everything else an id. */
  const parameter = (name: string, uid: string): fc.Arbitrary<string> => {
    if (/model|uid|contentType/i.test(name)) return fc.constant(uid);
    const fields = Object.keys(models.get(uid)?.attributes ?? {});
    if (/field/i.test(name)) return fc.constantFrom(...fields, 'nothing');
    return (OF_COMPANIES.test(name) ? values.idOf() : values.idOf(uid)).map(String);
  };

  /** Mostly somebody whom the route lets in at all. */
  const callerOf = ({ path }: Route): fc.Arbitrary<string> => {
    const api = path.startsWith('/api/') ? 'content' : 'panel';
    const asking = callers.filter(({ mayAsk }) => mayAsk?.(path) ?? true);
    const fitting = asking.filter(({ of }) => of === api);
    return fc.oneof(
      { arbitrary: fc.constantFrom(...fitting.map(({ name }) => name)), weight: 12 },
      fc.constantFrom(...asking.map(({ name }) => name)),
    );
  };

  const typeFor = (route: Route) => (endsRows(route) ? fc.constantFrom(...ofCompanies) : anyType);

  const requestTo = (route: Route): fc.Arbitrary<RandomRequest> => {
    const ofType = declared.find(({ pluralName }) => new RegExp(`^/api/${pluralName}(/|$)`).test(route.path));
    const isPanel = route.path.startsWith('/content-manager/');
    const isGeneric = Boolean(ofType) || isPanel;
    const ofPlugin = [...models.keys()].filter((uid) => uid.startsWith('plugin::whatsapp.'));
    const type = ofType ? fc.constant(ofType.uid) : isPanel ? typeFor(route) : fc.constantFrom(...ofPlugin);
    return type.chain((uid) => {
      const names = route.params.filter((name): name is string => typeof name === 'string');
      const bodyOf = (): fc.Arbitrary<unknown> => {
        if (!isGeneric) return bodies.loose;
        if (/bulk/i.test(route.path)) return bodies.list;
        return ofType ? bodies.rowOf(uid).map((data) => ({ data })) : bodies.rowOf(uid);
      };
      const method = route.methods[0] ?? 'GET';
      return fc
        .record({
          caller: callerOf(route),
          params: fc.tuple(...names.map((name) => parameter(name, uid))),
          query: isGeneric ? queryFor(uid, isPanel) : looseQuery,
          headers,
          body: method === 'GET' || method === 'DELETE' ? fc.constant(undefined) : bodyOf(),
        })
        .map(({ caller, params, query, headers: given, body }) => {
          const path = names.reduce(
            (whole, name, index) => whole.replace(`:${name}`, encodeURIComponent(params[index] ?? '')),
            route.path,
          );
          const request = {
            caller,
            method,
            route: route.path,
            path: path + toQueryString(query),
            headers: given,
          };
          return body === undefined ? request : { ...request, body };
        });
    });
  };

  const asked = askedRoutes(map);
  const weight = ({ path }: Route): number =>
    path.startsWith('/api/whatsapp') || OF_COMPANIES.test(path) ? 4 : 1;
  const ofTypes = asked.filter(({ path }) =>
    declared.some(({ pluralName }) => path.startsWith(`/api/${pluralName}`)),
  );
  return fc.oneof(
    ...asked.map((route) => ({
      arbitrary: requestTo(route),
      weight: ofTypes.includes(route) ? 6 : weight(route),
    })),
  );
};
