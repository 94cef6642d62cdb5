import type { Core } from '@strapi/strapi';
import { chunks } from '../kit/chunks';
import { findMembershipsOfAll } from './members.store';

const PREFIX = 'plugin::whatsapp.';
const PEOPLE_PER_QUERY = 500;

/** The rights of this plugin that a Strapi role gives, with their conditions: two that read the same are the same. */
export const grantsOfRole = async (strapi: Core.Strapi, roleId: number): Promise<Set<string>> => {
  const permissions = (await strapi.db.query('admin::permission').findMany({
    select: ['action', 'conditions'],
    where: { role: { id: roleId }, action: { $startsWith: PREFIX } },
  })) as { action: string; conditions: string[] | null }[];
  return new Set(
    permissions.map(({ action, conditions }) => {
      const right = action.slice(PREFIX.length);
      return conditions?.length ? `${right} (${conditions.join(', ')})` : right;
    }),
  );
};

export const nameOfRole = async (strapi: Core.Strapi, roleId: number): Promise<string> => {
  const role = (await strapi.db
    .query('admin::role')
    .findOne({ where: { id: roleId }, select: ['name'] })) as {
    name: string;
  } | null;
  return role?.name ?? '';
};

/** The companies for which somebody with this Strapi role works. */
export const tenantsOfRole = async (strapi: Core.Strapi, roleId: number): Promise<number[]> => {
  const users = (await strapi.db
    .query('admin::user')
    .findMany({ select: ['id'], where: { roles: { id: roleId } } })) as { id: number }[];
  const tenantIds = new Set<number>();
  for (const part of chunks(users, PEOPLE_PER_QUERY)) {
    const ids = part.map(({ id }) => id);
    for (const { tenantId } of await findMembershipsOfAll(strapi, 'admin', ids)) tenantIds.add(tenantId);
  }
  return [...tenantIds];
};
