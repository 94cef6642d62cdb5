import type { Core } from '@strapi/strapi';
import { RIGHTS, type Right } from '../../contracts/rights';

interface ActionProvider {
  actionProvider: { registerMany(actions: object[]): Promise<void> };
}

/** How each right reads in Settings → Roles, and where it stands there. */
const NAMES: Record<Right, { section: 'plugins' | 'settings'; displayName: string; group: string }> = {
  read: { section: 'plugins', displayName: 'Read conversations', group: 'conversations' },
  readAll: {
    section: 'plugins',
    displayName: 'See all conversations (else only assigned ones)',
    group: 'conversations',
  },
  send: { section: 'plugins', displayName: 'Send messages', group: 'conversations' },
  contacts: { section: 'plugins', displayName: 'Manage contacts', group: 'contacts' },
  reports: { section: 'plugins', displayName: 'See reports', group: 'reports' },
  templates: { section: 'settings', displayName: 'Manage templates', group: 'templates' },
  channels: { section: 'settings', displayName: 'Manage channels', group: 'channels' },
  members: { section: 'settings', displayName: 'Manage members and API tokens', group: 'company' },
  audit: { section: 'settings', displayName: 'Read the audit log', group: 'company' },
};

const actions = (Object.keys(NAMES) as Right[]).map((right) => {
  const { section, displayName, group } = NAMES[right];
  return {
    section,
    displayName,
    uid: RIGHTS[right],
    pluginName: 'whatsapp',
    subCategory: group,
    ...(section === 'settings' ? { category: 'whatsapp' } : {}),
  };
});

/** The rights that show in Settings → Roles. */
export const registerPermissions = (strapi: Core.Strapi): Promise<void> =>
  (strapi.service('admin::permission') as unknown as ActionProvider).actionProvider.registerMany(actions);
