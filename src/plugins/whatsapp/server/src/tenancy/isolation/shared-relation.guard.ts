import type { Core } from '@strapi/strapi';
import { TENANT } from '../../store';
import type { ScopeOfCaller } from './current-scope';
import { engineOf, type Attribute, type Model } from './engine';
import { rowsOf, type Event } from './lifecycle.guard';
import { namedIds, splitIds } from './relation-values';
import type { ScopedTypes } from './scoped-types';

interface Linked {
  id: unknown;
}

/** What a value asks for, in one form: rows to relate, and those to let go of, of which the caller sees `linked` only. */
const asSteps = (value: unknown, linked: number[]): { connect: Linked[]; disconnect: Linked[] } => {
  const isSteps =
    typeof value === 'object' &&
    value !== null &&
    ('connect' in value || 'disconnect' in value) &&
    !('set' in value);
  const { disconnect } = (isSteps ? value : {}) as Record<string, unknown>;
  const wanted = splitIds(namedIds(value)).ids;
  const unwanted = splitIds(namedIds(disconnect)).ids;
  const goes = (id: number): boolean => (isSteps ? unwanted.includes(id) : !wanted.includes(id));
  return {
    connect: wanted.map((id) => ({ id })),
    disconnect: linked.filter(goes).map((id) => ({ id })),
  };
};

/**
 * A row of a type that is nobody's may be related to rows of many companies, of which each sees its own. Strapi lets
 * whoever may change that row let go of all of them: a new list empties the table of links first. Here a caller lets go of
 * their own company's rows only.
 */
export const installSharedRelationGuard = (
  strapi: Core.Strapi,
  { types, scopes }: { types: ScopedTypes; scopes: ScopeOfCaller },
): void => {
  const engine = engineOf(strapi);

  const leadsToMany = ({ type, target, joinTable, relation }: Attribute): boolean =>
    type === 'relation' &&
    joinTable !== undefined &&
    target !== undefined &&
    target !== TENANT &&
    types.isScoped(target) &&
    (relation?.endsWith('ToMany') ?? false);

  const keepOthers = async ({ model, params }: Event): Promise<void> => {
    const [row] = rowsOf({ model, params });
    const lists = Object.keys(model.attributes).filter(
      (name) => leadsToMany(model.attributes[name] ?? { type: '' }) && row?.[name] !== undefined,
    );
    if (!row || lists.length === 0) return;
    const scope = await scopes.find(model.uid);
    if (scope?.kind !== 'tenants') return;
    const populate = Object.fromEntries(lists.map((name) => [name, { select: ['id'] }]));
    const before = await engine.query(model.uid).findOne({ select: ['id'], where: params.where, populate });
    for (const name of lists) {
      const linked = ((before?.[name] ?? []) as Linked[]).map(({ id }) => Number(id));
      row[name] = asSteps(row[name], linked);
    }
  };

  const isShared = ({ uid, attributes }: Model): boolean =>
    !types.isScoped(uid) && Object.values(attributes).some(leadsToMany);
  engine.lifecycles.subscribe({
    models: [...engine.metadata.values()].filter(isShared).map(({ uid }) => uid),
    beforeUpdate: keepOthers,
  });
};
