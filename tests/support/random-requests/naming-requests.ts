import type { AppMap, Attribute, Model } from './app-map';
import { isDeclared, isRelation } from './random-values';

/** A request with a gap where the id of a row goes. */
export interface NamingRequest {
  caller: string;
  method: string;
  /** The type of the row that is named. */
  uid: string;
  /** Whether the gap takes a row's number or its document's id. */
  by: 'id' | 'documentId';
  path: (id: number | string) => string;
  body?: (id: number | string) => unknown;
}

type Id = number | string;
const PLUGIN = 'plugin::whatsapp.';

const OURS = /^\/(api\/)?whatsapp\//;

/** Parameters that are named otherwise than the type whose row they name. */
const NAMED_OTHERWISE: Record<string, string> = { tokenId: `${PLUGIN}member` };
/** A signed address of a file: it is made, not looked up. */
const NO_ROWS = /\/files\/:token$/;

/** `mediaFileId` → the type whose row it is. Null: the parameter names no row of a company. */
const typeOfParameter = (name: string, { models }: AppMap): string | null => {
  const uid =
    NAMED_OTHERWISE[name] ??
    PLUGIN + name.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return models.some((model) => model.uid === uid) ? uid : null;
};

/** Every route of the plugin that names a row in its path, as each who may come to it. */
export const namingInPath = (map: AppMap): NamingRequest[] =>
  map.routes
    .filter(
      ({ path, params, methods }) =>
        methods.length > 0 && OURS.test(path) && params.length > 0 && !NO_ROWS.test(path),
    )
    .flatMap(({ path, params, methods }) => {
      const name = String(params.at(-1));
      const uid = params.map((one) => typeOfParameter(String(one), map)).find((one) => one !== null);
      if (!uid) throw new Error(`What does :${name} of ${path} name? Teach typeOfParameter.`);
      const callers = path.startsWith('/api/') ? ['site', 'token'] : ['panel'];
      return callers.map((caller) => ({
        caller,
        method: methods[0] ?? 'GET',
        uid,
        by: 'documentId' as const,
        path: (id: Id) =>
          params.reduce<string>((whole, one) => whole.replace(`:${String(one)}`, String(id)), path),
        body: methods.includes('GET') ? undefined : () => ({}),
      }));
    });

const FORMS: ((id: Id, by: 'id' | 'documentId') => unknown)[] = [
  (id) => id,
  (id) => [id],
  (id, by) => ({ [by]: id }),
  (id, by) => ({ connect: [{ [by]: id }] }),
  (id) => ({ connect: [id] }),
  (id, by) => ({ set: [{ [by]: id }] }),
  (id, by) => ({ disconnect: [{ [by]: id }] }),
  (id, by) => ({ connect: [{ [by]: id, position: { start: true } }], disconnect: [{ [by]: id }] }),
];

interface Place {
  name: string;
  attribute: Attribute;
  wrap: (value: unknown) => unknown;
}

/** Where a type's row names others: in itself, and in its parts. */
const placesOf = (model: Model, models: ReadonlyMap<string, Model>): Place[] =>
  Object.entries(model.attributes).flatMap(([name, attribute]): Place[] => {
    if (!isDeclared(name)) return [];
    if (isRelation(attribute))
      return attribute.target ? [{ name, attribute, wrap: (value) => ({ [name]: value }) }] : [];
    const part = models.get(attribute.component ?? attribute.components?.[0] ?? '');
    if (!part) return [];
    return placesOf(part, models).map((inner) => ({
      ...inner,
      wrap: (value) => {
        const content = inner.wrap(value) as object;
        if (attribute.type === 'dynamiczone') return { [name]: [{ ...content, __component: part.uid }] };
        return { [name]: attribute.repeatable ? [content] : content };
      },
    }));
  });

const inEveryForm = (
  { attribute, wrap }: Place,
  { name, uid, documentId }: { name: string; uid: string; documentId: string },
): NamingRequest[] =>
  FORMS.flatMap((form) =>
    (['id', 'documentId'] as const).flatMap((by): NamingRequest[] => {
      const shared = { uid: attribute.target ?? '', by };
      const body = (id: Id) => wrap(form(id, by));
      const type = `/content-manager/collection-types/${uid}`;
      return [
        {
          ...shared,
          caller: 'site',
          method: 'PUT',
          path: () => `/api/${name}s/${documentId}`,
          body: (id) => ({ data: body(id) }),
        },
        { ...shared, caller: 'panel', method: 'POST', path: () => type, body },
      ];
    }),
  );

/** Every relation of the application's types, from every side and in every form, over REST and in the Content Manager. */
export const namingInRelations = (
  map: AppMap,
  ownRows: Readonly<Record<string, string>>,
): NamingRequest[] => {
  const models = new Map(map.models.map((model) => [model.uid, model]));
  const scoped = new Set(map.models.filter(({ isScoped }) => isScoped).map(({ uid }) => uid));
  return Object.entries(ownRows).flatMap(([name, documentId]) => {
    const uid = `api::${name}.${name}`;
    const model = models.get(uid);
    const places = model ? placesOf(model, models) : [];
    return places
      .filter(({ attribute: { target = '' } }) => scoped.has(target) && target.startsWith('api::'))
      .flatMap((place) => inEveryForm(place, { name, uid, documentId }));
  });
};
