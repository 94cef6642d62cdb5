import type { Permission } from '@strapi/strapi/admin';
import { actionOf, RIGHTS, type Right } from '../../contracts/rights';

/** Each right as the permission that a Strapi role needs. */
export const PERMISSIONS = Object.fromEntries(
  (Object.keys(RIGHTS) as Right[]).map((right) => [right, [{ action: actionOf(right), subject: null }]]),
) as unknown as Record<Right, Permission[]>;

/**
 * Companies are managed by whoever has Strapi's super admin role, which is no permission. Only that role has all the
 * permissions of roles by itself; the page asks the server who may.
 */
export const PLATFORM: Permission[] = [{ action: 'admin::roles.delete', subject: null }];
