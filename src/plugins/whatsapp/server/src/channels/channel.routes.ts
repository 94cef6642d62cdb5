import { ACTIONS, adminRoute, bridgeRoute } from '../http';

const action = ACTIONS.manageChannels;

export const channelRoutes = [
  adminRoute({ method: 'GET', path: '/channels', handler: 'channel.list', action }),
  adminRoute({ method: 'POST', path: '/channels', handler: 'channel.create', action }),
  adminRoute({ method: 'POST', path: '/channels/test', handler: 'channel.test', action }),
  adminRoute({ method: 'GET', path: '/channels/:channelId', handler: 'channel.findOne', action }),
  adminRoute({ method: 'PUT', path: '/channels/:channelId', handler: 'channel.update', action }),
  adminRoute({ method: 'POST', path: '/channels/:channelId/test', handler: 'channel.testSaved', action }),
  adminRoute({ method: 'GET', path: '/webhook', handler: 'channel.webhook', action }),
];

export const bridgeConfigurationRoutes = [
  bridgeRoute({ method: 'GET', path: '/bridge/configuration', handler: 'bridge-configuration.find' }),
];
