import fc from 'fast-check';
import type { Attribute, Model } from './app-map';
import { fieldsOf, isPart, isRelation, targetsOf } from './random-values';
import type { Values } from './random-values';

type Part = fc.Arbitrary<unknown>;
type Query = Record<string, unknown>;

const OPERATORS = [
  ...['$eq', '$eqi', '$ne', '$nei', '$lt', '$lte', '$gt', '$gte', '$contains', '$containsi', '$notContains'],
  ...['$startsWith', '$startsWithi', '$endsWith', '$notContainsi'],
];
const LISTING = ['$in', '$notIn', '$between'];
const DEPTH = 3;

const optional = (arbitrary: Part, often = 2): fc.Arbitrary<unknown> =>
  fc.option(arbitrary, { nil: undefined, freq: often });

/** `{ a: { b: 1 } }` → `a[b]=1`, as Strapi reads it. */
export const toQueryString = (query: Query): string => {
  const pairs: string[] = [];
  const walk = (key: string, value: unknown): void => {
    if (value === undefined) return;
    if (value !== null && typeof value === 'object') {
      for (const [inner, one] of Object.entries(value)) walk(`${key}[${inner}]`, one);
    } else {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(text)}`);
    }
  };
  for (const [key, value] of Object.entries(query)) walk(key, value);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};

export interface QueryStrings {
  filters(uid: string): Part;
  populate(uid: string): Part;
  sort(uid: string): Part;
}

/** What may follow the question mark, by the schema of the type that is asked for, through relations of any kind. */
export const createQueryStrings = (models: ReadonlyMap<string, Model>, values: Values): QueryStrings => {
  const known = new Map<string, Part>();
  /** Built once for each type and depth, and only when it is drawn: types lead to each other. */
  const lazily = (key: string, build: () => Part): Part =>
    fc.constant(null).chain(() => {
      const part = known.get(key) ?? build();
      known.set(key, part);
      return part;
    });
  const inner = (attribute: Attribute): string | undefined =>
    targetsOf(attribute).find((target) => models.has(target));

  const condition = (name: string, attribute: Attribute): Part => {
    const value = name === 'id' || name === 'documentId' ? values.idOf() : values.scalarOf(attribute);
    return fc.oneof(
      {
        arbitrary: fc.tuple(fc.constantFrom(...OPERATORS), value).map(([op, one]) => ({ [op]: one })),
        weight: 8,
      },
      fc
        .tuple(fc.constantFrom(...LISTING), fc.array(value, { maxLength: 3 }))
        .map(([op, all]) => ({ [op]: all })),
      fc.constantFrom<unknown>({ $null: true }, { $notNull: true }, { $null: 'x' }),
      value,
    );
  };
  const ofRow: Part = fc.oneof(
    values.idOf().map((id) => ({ documentId: { $eq: id } })),
    values.idOf().map((id) => ({ id: { $in: [id] } })),
    values.idOf(),
  );

  const filters = (uid: string, depth: number): Part => {
    const model = models.get(uid);
    if (!model) return fc.constant({});
    const clause = fieldsOf(model).chain(([name, attribute]) => {
      const target = inner(attribute);
      if (!isRelation(attribute) && !isPart(attribute))
        return condition(name, attribute).map((one) => ({ [name]: one }));
      const deeper =
        target && depth > 0 ? lazily(`f ${target} ${depth - 1}`, () => filters(target, depth - 1)) : ofRow;
      return fc
        .oneof(
          { arbitrary: deeper, weight: 4 },
          fc.constantFrom<unknown>({ $null: true }, { $notNull: true }),
          ofRow,
        )
        .map((one) => ({ [name]: one }));
    });
    if (depth === 0) return clause;
    const less = lazily(`f ${uid} ${depth - 1}`, () => filters(uid, depth - 1));
    return fc.oneof(
      { arbitrary: clause, weight: 6 },
      fc
        .tuple(fc.constantFrom('$or', '$and'), fc.array(less, { minLength: 1, maxLength: 2 }))
        .map(([op, all]) => ({ [op]: all })),
      less.map((one) => ({ $not: one })),
    );
  };

  const sort = (uid: string): Part => {
    const model = models.get(uid);
    if (!model) return fc.constant('title');
    const way = fieldsOf(model).chain(([name, attribute]) => {
      const target = models.get(inner(attribute) ?? '');
      return target ? fieldsOf(target).map(([next]) => `${name}.${next}`) : fc.constant(name);
    });
    const directed = fc.tuple(way, fc.constantFrom('', ':asc', ':desc', ':x')).map((parts) => parts.join(''));
    return fc.oneof(directed, fc.array(directed, { minLength: 1, maxLength: 2 }));
  };

  const populate = (uid: string, depth: number): Part => {
    const model = models.get(uid);
    const leading = model
      ? Object.entries(model.attributes).filter(([, one]) => isRelation(one) || isPart(one))
      : [];
    if (leading.length === 0) return fc.constant('*');
    const names = leading.map(([name]) => name).filter((name) => name !== 'tenant');
    const one = fc.constantFrom(...leading).chain(([name, attribute]) => {
      const target = inner(attribute);
      if (!target || depth === 0) return fc.constantFrom<unknown>(true, '*').map((all) => ({ [name]: all }));
      const deeper = fc.record({
        populate: optional(
          lazily(`p ${target} ${depth - 1}`, () => populate(target, depth - 1)),
          3,
        ),
        filters: optional(
          lazily(`f ${target} 1`, () => filters(target, 1)),
          2,
        ),
        sort: optional(sort(target), 1),
        fields: optional(fc.constantFrom<unknown>(['title'], '*', ['id', 'documentId']), 1),
      });
      const byType = fc.record({ [target]: deeper }).map((on) => ({ on }));
      const form = attribute.type === 'dynamiczone' ? fc.oneof(byType, deeper) : deeper;
      return fc
        .oneof({ arbitrary: form, weight: 3 }, fc.constantFrom<unknown>(true, '*'))
        .map((all) => ({ [name]: all }));
    });
    return fc.oneof(
      { arbitrary: one, weight: 5 },
      fc.tuple(one, one).map(([a, b]) => ({ ...(a as object), ...(b as object) })),
      fc.constant('*'),
      fc.subarray(names, { minLength: 1 }).map((list) => list.join(',')),
      fc.constantFrom('tenant', 'createdBy', 'nothing', 'localizations'),
    );
  };

  return {
    filters: (uid) => lazily(`f ${uid} ${DEPTH}`, () => filters(uid, DEPTH)),
    populate: (uid) => lazily(`p ${uid} 2`, () => populate(uid, 2)),
    sort,
  };
};
