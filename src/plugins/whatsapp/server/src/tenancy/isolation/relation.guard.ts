import type { Core } from '@strapi/strapi';
import { asSystem, type Scope } from '../../kit/scope';
import { TENANT } from '../../store';
import type { ScopeOfCaller } from './current-scope';
import { engineOf, type Attribute, type Model } from './engine';
import { rowsOf, type Event } from './lifecycle.guard';
import { refuseRelation } from './refusal';
import { namedIds, namedOfTypes, splitIds } from './relation-values';
import type { ScopedTypes } from './scoped-types';

type Named = Map<string, { attribute: string; ids: Set<number | string> }>;

/** Why one row's relations may be looked at together: they all belong to this company, or to any of these. */
type Companies = readonly number[];

const add = (named: Named, uid: string, attribute: string, id: number | string): void => {
  const known = named.get(uid) ?? { attribute, ids: new Set() };
  known.ids.add(id);
  named.set(uid, known);
};

/** Strapi also takes the column of a foreign key in place of the relation's name. */
const valuesOf = (row: Record<string, unknown>, name: string, { joinColumn }: Attribute): unknown[] => [
  row[name],
  ...(joinColumn ? [row[joinColumn.name]] : []),
];

/** The rows of scoped types that one relation's value names. */
const targetsOf = (
  value: unknown,
  { target, relation }: Attribute,
): { uid: string; id: number | string }[] => {
  if (target) return namedIds(value).map((id) => ({ uid: target, id }));
  return relation === 'morphToOne' || relation === 'morphToMany' ? namedOfTypes(value) : [];
};

/** What data names of scoped types, by type: one query each, however many rows and relations. */
const namedBy = (rows: Record<string, unknown>[], model: Model, types: ScopedTypes): Named => {
  const named: Named = new Map();
  const relations = Object.entries(model.attributes).filter(
    ([, { type, target }]) => type === 'relation' && target !== TENANT && (!target || types.isScoped(target)),
  );
  for (const [name, attribute] of relations) {
    const targets = rows
      .flatMap((row) => valuesOf(row, name, attribute))
      .flatMap((value) => targetsOf(value, attribute));
    for (const { uid, id } of targets) if (types.isScoped(uid)) add(named, uid, name, id);
  }
  return named;
};

/** Relations lead to rows of the same company, from whichever side and in whichever form they are written. */
export const installRelationGuard = (
  strapi: Core.Strapi,
  { types, scopes }: { types: ScopedTypes; scopes: ScopeOfCaller },
): void => {
  const engine = engineOf(strapi);

  const checkTargets = (named: Named, companies: Companies): Promise<void> =>
    asSystem('relation check', async () => {
      for (const [uid, { attribute, ids: all }] of named) {
        const { ids, documentIds } = splitIds(all);
        const own = { tenant_id: { $in: [...companies] } };
        const select = ['id', 'documentId'];
        const rows = await engine.query(uid).findMany({
          select,
          where: { $and: [own, { $or: [{ id: { $in: ids } }, { documentId: { $in: documentIds } }] }] },
        });
        const found = new Set(rows.flatMap(({ id, documentId }) => [Number(id), String(documentId)]));
        if ([...ids, ...documentIds].some((one) => !found.has(one))) refuseRelation(attribute);
      }
    });

  /** The companies of the rows that are about to be changed: more than one have no relation in common. */
  const companiesOfRows = async ({ model, params }: Event, scope: Scope | null): Promise<Companies> => {
    if (!types.isScoped(model.uid)) return scope?.kind === 'tenants' ? scope.tenantIds : [];
    const rows = await asSystem('relation check', () =>
      engine
        .query(model.uid)
        .findMany({ select: ['id'], where: params.where, populate: { tenant: { select: ['id'] } } }),
    );
    const ids = rows.map(({ tenant }) => Number((tenant as { id?: unknown } | null)?.id));
    return [...new Set(ids)];
  };

  const refuseAll = (named: Named): void => {
    for (const { attribute } of named.values()) refuseRelation(attribute);
  };

  const checkCreate = async (event: Event): Promise<void> => {
    const rows = rowsOf(event);
    const scope = namedBy(rows, event.model, types).size > 0 ? await scopes.find(event.model.uid) : null;
    // The system's own rows are kept together by the database's constraints.
    if (scope?.kind !== 'tenants') return;
    const isScoped = types.isScoped(event.model.uid);
    const byCompany = new Map<string, Record<string, unknown>[]>();
    for (const row of rows) {
      // The lifecycle guard has stamped them.
      const key = isScoped ? String(namedIds(row.tenant)[0]) : scope.tenantIds.join();
      byCompany.set(key, [...(byCompany.get(key) ?? []), row]);
    }
    for (const [key, together] of byCompany) {
      const companies = key === '' ? [] : key.split(',').map(Number);
      await checkTargets(namedBy(together, event.model, types), companies);
    }
  };

  const checkUpdate = async (event: Event): Promise<void> => {
    const named = namedBy(rowsOf(event), event.model, types);
    if (named.size === 0) return;
    const scope = await scopes.find(event.model.uid);
    if (scope?.kind !== 'tenants') return;
    const companies = await companiesOfRows(event, scope);
    if (types.isScoped(event.model.uid) && companies.length > 1) refuseAll(named);
    // Nothing will be changed: the caller gets the answer for a row that is not there.
    if (types.isScoped(event.model.uid) && companies.length === 0) return;
    await checkTargets(named, companies);
  };

  const isChecked = ({ uid }: Model): boolean => uid !== TENANT && types.reaches(uid);
  engine.lifecycles.subscribe({
    models: [...engine.metadata.values()].filter(isChecked).map(({ uid }) => uid),
    beforeCreate: checkCreate,
    beforeCreateMany: checkCreate,
    beforeUpdate: checkUpdate,
    beforeUpdateMany: checkUpdate,
  });
};
