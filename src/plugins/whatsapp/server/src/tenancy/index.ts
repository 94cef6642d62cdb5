/**
 * Who is asking (a member: a person of a company), for which company, and the only doors to single rows; how people,
 * tokens and visitors come and go. Also how secrets are kept. Never takes a tenant from a body, a query or a header.
 */
export * from './access';
export { actorInCompany, memberActor, platformActor, SYSTEM_ACTOR } from './actor';
export { apiToken as apiTokenController } from './api-token.controller';
export { followDepartures } from './departures';
export { MEMBER_CHANGED, TENANT_DELETED, type MemberChanged, type TenantDeleted } from './events';
export { findScopedTypes, prepareIsolation, type ScopedTypes } from './isolation';
export { me as meController } from './me.controller';
export {
  adminUserOf,
  isPlatformAdmin,
  maySee,
  memberOf,
  onlyAssignedTo,
  rightsOf,
  type Ability,
  type ActingMember,
} from './member';
export { member as memberMiddleware } from './member.middleware';
export { members as memberController } from './members.controller';
export { asPlatformAdmin } from './platform';
export { purgeTenant } from './purge-tenant';
export * from './secrets';
export { offerStrapiRoles } from './strapi-roles';
export { tenant as tenantController } from './tenant.controller';
export { meContentRoutes, memberRoutes, tenantRoutes } from './tenant.routes';
export { visit as visitController } from './visit.controller';
