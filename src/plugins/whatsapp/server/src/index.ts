import { bootstrap } from './bootstrap';
import {
  bridgeConfigurationController,
  bridgeConfigurationRoutes,
  channelController,
  channelRoutes,
} from './channels';
import { config } from './config';
import { destroy } from './destroy';
import { bridgeSignature, errors } from './http';
import { conversationController, inboxRoutes, messageController } from './inbox';
import { bridgeController, deliveryRoutes, quarantineController, quarantineRoutes } from './ingest';
import { register } from './register';
import { services } from './services';
import { contentTypes } from './store';
import { memberMiddleware, tenantController, tenantRoutes } from './tenancy';

export default {
  config,
  register,
  bootstrap,
  destroy,
  contentTypes,
  services,
  middlewares: { errors, member: memberMiddleware, 'bridge-signature': bridgeSignature },
  controllers: {
    tenant: tenantController,
    channel: channelController,
    quarantine: quarantineController,
    conversation: conversationController,
    message: messageController,
    bridge: bridgeController,
    'bridge-configuration': bridgeConfigurationController,
  },
  routes: {
    admin: {
      type: 'admin',
      routes: [...tenantRoutes, ...channelRoutes, ...quarantineRoutes, ...inboxRoutes],
    },
    bridge: { type: 'content-api', routes: [...bridgeConfigurationRoutes, ...deliveryRoutes] },
  },
};
