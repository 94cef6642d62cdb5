import { belongsTo, defineContentType, TENANT } from './define';

/**
 * Who works for a company: somebody of the admin panel, a user of `users-permissions` or an API token, one of them. A row
 * stays when its member is removed: what they wrote keeps its author.
 */
export const member = defineContentType({
  singular: 'member',
  plural: 'members',
  displayName: 'Member',
  attributes: {
    tenant: belongsTo(TENANT),
    adminUser: belongsTo('admin::user'),
    user: belongsTo('plugin::users-permissions.user'),
    apiToken: belongsTo('admin::api-token'),
    role: {
      type: 'enumeration',
      enum: ['owner', 'supervisor', 'agent', 'visitor'],
      default: 'agent',
      required: true,
    },
    /** What they were called when their credential was deleted: what they wrote keeps its author. */
    lastName: { type: 'string' },
    /** The member last chosen is the company that the person works for. */
    selectedAt: { type: 'datetime' },
    removedAt: { type: 'datetime' },
    /** A visit ends by itself. */
    expiresAt: { type: 'datetime' },
  },
  indexes: [
    { columns: ['tenant_id', 'admin_user_id'], unique: true },
    { columns: ['tenant_id', 'user_id'], unique: true },
    { columns: ['api_token_id'], unique: true },
  ],
});
