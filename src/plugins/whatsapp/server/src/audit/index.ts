/**
 * What was done in a company, by whom: shown here, written by the rooms that do it (`writeAudit` in their transaction).
 * Never changes or removes a line.
 */
export { audit as auditController } from './audit.controller';
export { auditRoutes } from './audit.routes';
export { followRoles } from './role-changes';
