import type { Core } from '@strapi/strapi';
import { findAnyRows, removeAnyRows, TENANT, type AnyRow } from '../store';
import { purgeTenant } from '../tenancy';
import { PREFIX } from './marks';
import { rolesOf, sessionsOf } from './strapi-services';
import { textOf, type Types } from './types';

const SITE_USER = 'plugin::users-permissions.user';
const SITE_ROLE = 'plugin::users-permissions.role';

/** Says of a thing, by the name that it carries, whether it is to be removed now. */
export type Chosen = (name: string, createdAt: Date) => boolean;

/**
 * Removes what checks have made, as far as it is `chosen`: found by the names of the things themselves, so that it does
 * not matter where the one who made them was stopped.
 */
export const clean = async (
  strapi: Core.Strapi,
  { types, isChosen }: { types: Types; isChosen: Chosen },
): Promise<void> => {
  const find = async (uid: string, column: string): Promise<AnyRow[]> =>
    (await findAnyRows(strapi, uid, { [column]: { $startsWith: PREFIX } })).filter((row) =>
      isChosen(String(row[column]), new Date(String(row.createdAt))),
    );
  const remove = async (uid: string, rows: AnyRow[]): Promise<void> => {
    if (rows.length > 0) await removeAnyRows(strapi, uid, { id: { $in: rows.map(({ id }) => id) } });
  };
  const endSessions = async (origin: 'admin' | 'users-permissions', users: AnyRow[]): Promise<void> => {
    for (const { id } of users) await sessionsOf(strapi, origin).invalidateRefreshToken(String(id));
  };

  // First whoever could still ask.
  const panelUsers = await find('admin::user', 'email');
  const siteUsers = await find(SITE_USER, 'email');
  await endSessions('admin', panelUsers);
  await endSessions('users-permissions', siteUsers);
  for (const { id } of await find(TENANT, 'webhookKey')) await purgeTenant(strapi, id);
  // Those of the companies went with them.
  await remove('admin::api-token', await find('admin::api-token', 'name'));
  for (const type of types.shared) {
    const text = textOf(type);
    if (text) await remove(type.uid, await find(type.uid, text));
  }

  await remove('admin::user', panelUsers);
  await remove(SITE_USER, siteUsers);
  const roles = await find('admin::role', 'name');
  if (roles.length > 0) await rolesOf(strapi).deleteByIds(roles.map(({ id }) => id));
  const siteRoles = await find(SITE_ROLE, 'name');
  for (const { id } of siteRoles) {
    await removeAnyRows(strapi, 'plugin::users-permissions.permission', { role: { id } });
  }
  await remove(SITE_ROLE, siteRoles);
};
