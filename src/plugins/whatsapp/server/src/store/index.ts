/**
 * The database: content types, row types and the few queries that exist. No other room knows a table's name.
 * Gives rows; decides nothing about who may see them (see `tenancy/`), never speaks to the outside.
 */
export * from './any-row.store';
export * from './api-tokens.store';
export * from './audit-entries.store';
export * from './assignments.store';
export * from './backlog.store';
export * from './channels.store';
export { digestCompany } from './company-state';
export { lowerWalls, raiseWalls } from './constraints';
export * from './contacts.store';
export { contentTypes } from './content-types';
export { AUDIT_ENTRY, TENANT } from './content-types/define';
export * from './conversations.store';
export {
  connectionOf,
  inStrapiTransaction,
  inTransaction,
  isDataFault,
  isPostgres,
  isTransient,
  isUniqueViolation,
  type Connection,
  type Trx,
} from './database';
export { onDeletion } from './deletions';
export * from './idempotency.store';
export * from './inbound-events.store';
export { ensureIndexes } from './indexes';
export * from './media-files.store';
export * from './member-changes.store';
export * from './members.store';
export * from './messages.store';
export * from './new-contacts.store';
export { onceInLife } from './once';
export { openNotifications } from './notifications';
export * from './outbox.store';
export * from './purge.store';
export * from './quarantine.store';
export * from './roles.store';
export type * from './rows';
export { pingDatabase, readDatabaseTime } from './scoped';
export * from './tenant-changes';
export * from './tenants.store';
export * from './uploads.store';
export * from './web-sessions.store';
