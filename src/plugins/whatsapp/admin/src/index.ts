import type { StrapiApp } from '@strapi/strapi/admin';
import { Message } from '@strapi/icons';
import { followRefusals } from './company/follow-refusals';
import { PERMISSIONS } from './permissions';
import { settingsLinks } from './settings/settings-links';
import { loadTranslations } from './translations';

/** Where the plugin meets Strapi's panel: one page in the main menu, one section in the settings. */
export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: 'whatsapp', name: 'WhatsApp' });
    app.addMiddlewares([followRefusals]);

    app.addMenuLink({
      to: 'plugins/whatsapp',
      icon: Message,
      intlLabel: { id: 'whatsapp.menu', defaultMessage: 'Conversations' },
      permissions: PERMISSIONS.read,
      position: 2,
      Component: () =>
        import('./conversations/ConversationsPage').then(({ ConversationsPage }) => ({
          default: ConversationsPage,
        })),
    });

    app.addSettingsLink(
      { id: 'whatsapp', intlLabel: { id: 'whatsapp.settings.section', defaultMessage: 'WhatsApp' } },
      settingsLinks,
    );
  },

  registerTrads: loadTranslations,
};
