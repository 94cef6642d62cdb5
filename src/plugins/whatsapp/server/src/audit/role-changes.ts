import type { Core } from '@strapi/strapi';
import { asSystem } from '../kit/scope';
import { grantsOfRole, inStrapiTransaction, nameOfRole, tenantsOfRole, writeAudit } from '../store';
import { actorInCompany } from '../tenancy';

interface Roles {
  assignPermissions(roleId: number | string, permissions?: unknown): Promise<unknown>;
}

const without = (all: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...all].filter((one) => !others.has(one)).sort();

/**
 * What a Strapi role lets its people do with this plugin is told to every company that has such people. Strapi's events
 * do not name the role, and come in pieces; this is the one place through which Settings → Roles goes, once per request.
 */
export const followRoles = (strapi: Core.Strapi): void => {
  const roles = strapi.service('admin::role') as unknown as Roles;
  if (typeof roles.assignPermissions !== 'function') {
    throw new Error(
      'Changes of roles cannot be written down: Strapi has no admin::role.assignPermissions any more',
    );
  }
  const assign = roles.assignPermissions.bind(roles);

  const tell = async (
    roleId: number,
    before: ReadonlySet<string>,
    write: Parameters<typeof writeAudit>[0],
  ) => {
    const after = await grantsOfRole(strapi, roleId);
    const [granted, withdrawn] = [without(after, before), without(before, after)];
    if (granted.length + withdrawn.length === 0) return;
    const subject = { kind: 'role', id: String(roleId), name: await nameOfRole(strapi, roleId) };
    const details = {
      granted: granted.join(', ') || undefined,
      withdrawn: withdrawn.join(', ') || undefined,
    };
    for (const tenantId of await tenantsOfRole(strapi, roleId)) {
      const actor = await actorInCompany(strapi, tenantId);
      await writeAudit(write, tenantId, { action: 'role.changed', actor, subject, details });
    }
  };

  roles.assignPermissions = async (roleId, permissions) => {
    // Strapi brings its own roles up to date when it starts: nobody's act.
    if (!strapi.requestContext.get()) return assign(roleId, permissions);
    return inStrapiTransaction(strapi, async (trx) => {
      const before = await grantsOfRole(strapi, Number(roleId));
      const assigned = await assign(roleId, permissions);
      await asSystem('audit', () => tell(Number(roleId), before, trx));
      return assigned;
    });
  };
};
