/**
 * Who is asking (a member: a person of a company), for which company, and the only doors to single rows. Also how
 * secrets are kept. Never takes a tenant from a body, a query or a header.
 */
export * from './access';
export { prepareIsolation } from './isolation';
export {
  adminUserOf,
  maySee,
  memberOf,
  onlyAssignedTo,
  rightsOf,
  type Ability,
  type ActingMember,
} from './member';
export { member as memberMiddleware } from './member.middleware';
export * from './secrets';
export { tenant as tenantController } from './tenant.controller';
export { tenantRoutes } from './tenant.routes';
