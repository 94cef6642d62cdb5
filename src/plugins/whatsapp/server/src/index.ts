import { auditController, auditRoutes } from './audit';
import { bootstrap } from './bootstrap';
import {
  bridgeConfigurationController,
  bridgeConfigurationRoutes,
  channelController,
  channelRoutes,
} from './channels';
import { config } from './config';
import { contactContentRoutes, contactController, contactRoutes } from './contacts';
import { destroy } from './destroy';
import { bridgeSignature, errors } from './http';
import {
  assigneeController,
  changeController,
  conversationController,
  inboxContentRoutes,
  inboxRoutes,
  messageController,
} from './inbox';
import { bridgeController, deliveryRoutes, quarantineController, quarantineRoutes } from './ingest';
import { isolationCheckController, isolationCheckRoutes } from './isolation-check';
import {
  fileController,
  mediaAdminRoutes,
  mediaContentRoutes,
  mediaController,
  sentFileController,
  sentFileRoutes,
  uploadController,
} from './media';
import {
  healthAdminRoutes,
  healthController,
  metricsController,
  observabilityContentRoutes,
} from './observability';
import { idempotency } from './outbox';
import { register } from './register';
import { services } from './services';
import { heartbeatRoutes, sessionController, sessionRoutes } from './sessions';
import { contentTypes } from './store';
import {
  apiTokenController,
  meContentRoutes,
  meController,
  memberController,
  memberMiddleware,
  memberRoutes,
  tenantController,
  tenantRoutes,
  visitController,
} from './tenancy';

export default {
  config,
  register,
  bootstrap,
  destroy,
  contentTypes,
  services,
  middlewares: { errors, member: memberMiddleware, idempotency, 'bridge-signature': bridgeSignature },
  controllers: {
    me: meController,
    tenant: tenantController,
    visit: visitController,
    member: memberController,
    'api-token': apiTokenController,
    audit: auditController,
    channel: channelController,
    session: sessionController,
    quarantine: quarantineController,
    conversation: conversationController,
    message: messageController,
    assignee: assigneeController,
    change: changeController,
    contact: contactController,
    media: mediaController,
    file: fileController,
    upload: uploadController,
    'sent-file': sentFileController,
    bridge: bridgeController,
    health: healthController,
    metrics: metricsController,
    'isolation-check': isolationCheckController,
    'bridge-configuration': bridgeConfigurationController,
  },
  routes: {
    admin: {
      type: 'admin',
      routes: [
        ...tenantRoutes,
        ...memberRoutes,
        ...auditRoutes,
        ...channelRoutes,
        ...sessionRoutes,
        ...quarantineRoutes,
        ...inboxRoutes,
        ...contactRoutes,
        ...mediaAdminRoutes,
        ...isolationCheckRoutes,
        ...healthAdminRoutes,
      ],
    },
    content: {
      type: 'content-api',
      routes: [...meContentRoutes, ...inboxContentRoutes, ...contactContentRoutes],
    },
    media: { type: 'content-api', routes: mediaContentRoutes },
    observability: { type: 'content-api', routes: observabilityContentRoutes },
    bridge: {
      type: 'content-api',
      routes: [...bridgeConfigurationRoutes, ...deliveryRoutes, ...heartbeatRoutes, ...sentFileRoutes],
    },
  },
};
