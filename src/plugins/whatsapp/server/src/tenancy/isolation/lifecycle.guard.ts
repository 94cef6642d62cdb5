import type { Core } from '@strapi/strapi';
import type { Scope } from '../../kit/scope';
import { TENANT } from '../../store';
import type { ScopeOfCaller } from './current-scope';
import { engineOf, type Model } from './engine';
import { checkMayWrite, refuseWrite } from './refusal';
import { namedIds } from './relation-values';
import type { ScopedTypes } from './scoped-types';

export interface Event {
  model: Model;
  params: { where?: Record<string, unknown>; data?: unknown };
}

type Data = Record<string, unknown>;
export const rowsOf = ({ params }: Event): Data[] => [params.data].flat().filter(Boolean) as Data[];

const and = (where: Record<string, unknown> | undefined, more: Record<string, unknown>) =>
  where && Object.keys(where).length > 0 ? { $and: [where, more] } : more;

/** The company that the data names, as an id; null when it names none. A `documentId` of another form is not looked up. */
const namedTenant = (row: Data): number | null => {
  const [named] = [...namedIds(row.tenant), ...namedIds(row.tenant_id)];
  return named === undefined ? null : Number(named);
};

/**
 * Every call of `strapi.db.query` and of the document service on a scoped type: finds and changes own rows only, stamps
 * new ones with the caller's company, never gives a row to another.
 */
export const installLifecycleGuard = (
  strapi: Core.Strapi,
  { types, scopes }: { types: ScopedTypes; scopes: ScopeOfCaller },
): void => {
  const restrict = async (event: Event): Promise<void> => {
    const { uid } = event.model;
    restrictTo(event, await scopes.find(uid));
  };

  const restrictTo = (event: Event, scope: Scope | null): void => {
    const { uid } = event.model;
    if (scope?.kind !== 'tenants') return;
    event.params.where = and(event.params.where, { [types.columnOf(uid)]: { $in: [...scope.tenantIds] } });
  };

  const restrictDelete = async (event: Event): Promise<void> => {
    const { uid } = event.model;
    const scope = await scopes.find(uid);
    checkMayWrite(uid, scope);
    restrictTo(event, scope);
  };

  const restrictWrite = async (event: Event): Promise<void> => {
    await restrictDelete(event);
    // Also for the system: a row never changes its company. Naming its own is no change, and naming any is ignored.
    if (event.model.uid === TENANT) return;
    const { kind } = (await scopes.find(event.model.uid)) ?? { kind: 'system' };
    for (const row of rowsOf(event)) {
      delete row.tenant;
      delete row.tenant_id;
      if (kind === 'tenants') delete row.id;
    }
  };

  const stamp = async (event: Event): Promise<void> => {
    const { uid } = event.model;
    const scope = await scopes.find(uid);
    checkMayWrite(uid, scope);
    if (scope?.kind !== 'tenants') return;
    const [own] = scope.tenantIds;
    if (uid === TENANT || own === undefined) return refuseWrite('Nobody of a company is asking');
    for (const row of rowsOf(event)) {
      const named = namedTenant(row);
      if (named !== null && !scope.tenantIds.includes(named)) {
        refuseWrite('A row cannot be written for another company');
      }
      delete row.tenant_id;
      // The database numbers rows. A chosen number that is taken would tell that another company has such a row.
      delete row.id;
      row.tenant = named ?? own;
    }
  };

  engineOf(strapi).lifecycles.subscribe({
    models: types.uids,
    beforeFindOne: restrict,
    beforeFindMany: restrict,
    beforeCount: restrict,
    beforeDelete: restrictDelete,
    beforeDeleteMany: restrictDelete,
    beforeUpdate: restrictWrite,
    beforeUpdateMany: restrictWrite,
    beforeCreate: stamp,
    beforeCreateMany: stamp,
  });
};
