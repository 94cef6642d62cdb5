import type { Core } from '@strapi/strapi';

interface ActionProvider {
  actionProvider: { registerMany(actions: object[]): Promise<void> };
}

/** The rights that show in Settings → Roles. Nobody has them by default but the super admin. */
const ACTIONS = [
  {
    section: 'plugins',
    displayName: 'Read conversations',
    uid: 'conversations.read',
    pluginName: 'whatsapp',
    subCategory: 'conversations',
  },
  {
    section: 'plugins',
    displayName: 'Send messages',
    uid: 'messages.send',
    pluginName: 'whatsapp',
    subCategory: 'conversations',
  },
  {
    section: 'settings',
    displayName: 'Manage channels',
    uid: 'channels.manage',
    pluginName: 'whatsapp',
    category: 'whatsapp',
    subCategory: 'channels',
  },
];

export const registerPermissions = (strapi: Core.Strapi): Promise<void> =>
  (strapi.service('admin::permission') as unknown as ActionProvider).actionProvider.registerMany(ACTIONS);
