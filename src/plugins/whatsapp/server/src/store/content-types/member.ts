import { belongsTo, defineContentType, TENANT } from './define';

/** A person working for a company: somebody of the admin panel or a user of `users-permissions`, never both. */
export const member = defineContentType({
  singular: 'member',
  plural: 'members',
  displayName: 'Member',
  attributes: {
    tenant: belongsTo(TENANT),
    adminUser: belongsTo('admin::user'),
    user: belongsTo('plugin::users-permissions.user'),
    role: { type: 'enumeration', enum: ['owner', 'supervisor', 'agent'], default: 'agent', required: true },
  },
  indexes: [
    { columns: ['tenant_id', 'admin_user_id'], unique: true },
    { columns: ['tenant_id', 'user_id'], unique: true },
  ],
});
