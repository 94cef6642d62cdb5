import { adminRoute, bridgeRoute } from '../http';

export const channelRoutes = [
  adminRoute({ method: 'GET', path: '/channels', handler: 'channel.list', right: 'channels' }),
  adminRoute({ method: 'POST', path: '/channels', handler: 'channel.create', right: 'channels' }),
  adminRoute({ method: 'POST', path: '/channels/test', handler: 'channel.test', right: 'channels' }),
  adminRoute({ method: 'GET', path: '/channels/:channelId', handler: 'channel.findOne', right: 'channels' }),
  adminRoute({ method: 'PUT', path: '/channels/:channelId', handler: 'channel.update', right: 'channels' }),
  adminRoute({
    method: 'POST',
    path: '/channels/:channelId/test',
    handler: 'channel.testSaved',
    right: 'channels',
  }),
  adminRoute({ method: 'GET', path: '/webhook', handler: 'channel.webhook', right: 'channels' }),
];

export const bridgeConfigurationRoutes = [
  bridgeRoute({ method: 'GET', path: '/bridge/configuration', handler: 'bridge-configuration.find' }),
];
