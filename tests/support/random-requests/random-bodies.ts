import fc from 'fast-check';
import type { Attribute, Model } from './app-map';
import { fieldsOf, isRelation, targetsOf } from './random-values';
import type { Values } from './random-values';

export interface Bodies {
  /** A row of this type, with relations in every form that Strapi takes. */
  rowOf(uid: string): fc.Arbitrary<Record<string, unknown>>;
  /** Lists of rows, as bulk actions take them. */
  list: fc.Arbitrary<Record<string, unknown>>;
  /** What a route of this plugin may take: names from its own models, and ids of anything. */
  loose: fc.Arbitrary<Record<string, unknown>>;
}

const MAX_FIELDS = 4;

export const createBodies = (models: ReadonlyMap<string, Model>, values: Values): Bodies => {
  /** One row, by each of its names. */
  const named = (target: string | undefined): fc.Arbitrary<unknown> =>
    fc
      .tuple(values.idOf(target), fc.constantFrom('bare', 'id', 'documentId', 'locale', 'both'))
      .map(([id, form]) => {
        if (form === 'bare') return id;
        if (form === 'both') return { id, documentId: id };
        return form === 'locale' ? { documentId: id, locale: 'en', status: 'draft' } : { [form]: id };
      });

  const relation = ({ target, relation: kind }: Attribute): fc.Arbitrary<unknown> => {
    const typed = fc
      .constantFrom(...[...models.keys()].filter((uid) => uid.includes('::')))
      .chain((uid) => fc.record({ __type: fc.constant(uid), id: values.idOf(uid) }));
    const one = kind?.startsWith('morph') ? typed : named(target);
    const placed = fc
      .tuple(one, fc.constantFrom('before', 'after'), values.idOf(target))
      .map(([row, where, id]) => ({
        ...(typeof row === 'object' ? row : { id: row }),
        position: { [where]: id },
      }));
    const some = fc.array(fc.oneof({ arbitrary: one, weight: 3 }, placed), { maxLength: 2 });
    return fc.oneof(
      one,
      some,
      fc.constant(null),
      some.map((rows) => ({ connect: rows })),
      some.map((rows) => ({ set: rows })),
      some.map((rows) => ({ disconnect: rows })),
      fc.tuple(some, some).map(([connect, disconnect]) => ({ connect, disconnect })),
      one.map((row) => ({ connect: row })),
    );
  };

  const value = (attribute: Attribute, depth: number): fc.Arbitrary<unknown> => {
    if (isRelation(attribute)) return relation(attribute);
    const part = targetsOf(attribute).find((uid) => models.has(uid));
    if (!part) return values.scalarOf(attribute);
    if (depth === 0) return fc.constant(null);
    const one = row(part, depth - 1);
    if (attribute.type === 'dynamiczone')
      return fc.array(
        one.map((content) => ({ ...content, __component: part })),
        { maxLength: 2 },
      );
    const withId = fc.oneof(
      { arbitrary: one, weight: 3 },
      fc.tuple(one, values.idOf()).map(([content, id]) => ({ ...content, id })),
    );
    return attribute.repeatable ? fc.array(withId, { maxLength: 2 }) : withId;
  };

  const row = (uid: string, depth: number): fc.Arbitrary<Record<string, unknown>> => {
    const model = models.get(uid);
    if (!model) return fc.constant({});
    const field = fieldsOf(model).chain(([name, attribute]) =>
      value(attribute, depth).map((one) => [name, one] as const),
    );
    // In the name of a company: the relation, its column, and the row's own id.
    const claim = fc.tuple(
      fc.constantFrom('tenant', 'tenant_id', 'tenantId', 'id', 'documentId'),
      values.idOf(),
    );
    return fc
      .tuple(
        fc.array(field, { minLength: 1, maxLength: MAX_FIELDS }),
        fc.option(claim, { nil: undefined, freq: 1 }),
      )
      .map(([fields, more]) => Object.fromEntries(more ? [...fields, more] : fields));
  };

  const ids = fc.array(values.idOf(), { maxLength: 4 });
  const key = fc.constantFrom(
    ...[
      'clientId',
      'name',
      'email',
      'kind',
      'role',
      'status',
      'after',
      'limit',
      'selected',
      'state',
      'query',
    ],
    ...[
      'tenantId',
      'channelId',
      'conversationId',
      'contactId',
      'memberId',
      'assigneeId',
      'quotedId',
      'messageId',
    ],
  );
  const loose = fc.dictionary(
    key,
    fc.oneof(values.idOf(), values.word, fc.constantFrom<unknown>(null, 'cloud', 'agent', 'user')),
  );
  const message = fc.tuple(fc.uuid(), values.word, values.idOf()).map(([clientId, body, quotedId]) => ({
    clientId,
    content: { type: 'text', body },
    quotedId,
  }));
  return {
    rowOf: (uid) => row(uid, 2),
    list: fc.oneof(
      ids.map((documentIds) => ({ documentIds })),
      ids.map((entityIds) => ({ ids: entityIds })),
    ),
    loose: fc.oneof({ arbitrary: loose, weight: 2 }, message),
  };
};
