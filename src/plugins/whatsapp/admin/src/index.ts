import type { StrapiApp } from '@strapi/strapi/admin';
import { Message } from '@strapi/icons';
import { MANAGE_CHANNELS, READ_CONVERSATIONS } from './permissions';
import { loadTranslations } from './translations';

/** Where the plugin meets Strapi's panel: one page in the main menu, one section in the settings. */
export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'whatsapp', name: 'WhatsApp' });

    app.addMenuLink({
      to: 'plugins/whatsapp',
      icon: Message,
      intlLabel: { id: 'whatsapp.menu', defaultMessage: 'Conversations' },
      permissions: READ_CONVERSATIONS,
      position: 2,
      Component: () =>
        import('./conversations/ConversationsPage').then(({ ConversationsPage }) => ({
          default: ConversationsPage,
        })),
    });

    app.addSettingsLink(
      { id: 'whatsapp', intlLabel: { id: 'whatsapp.settings.section', defaultMessage: 'WhatsApp' } },
      {
        id: 'whatsapp.channels',
        to: 'whatsapp/channels',
        intlLabel: { id: 'whatsapp.settings.channels', defaultMessage: 'Channels' },
        permissions: MANAGE_CHANNELS,
        Component: () =>
          import('./settings/SettingsPage').then(({ SettingsPage }) => ({ default: SettingsPage })),
      },
    );
  },

  registerTrads: loadTranslations,
};
