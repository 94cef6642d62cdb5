import { adminRoute, bridgeRoute } from '../http';

export const quarantineRoutes = [
  adminRoute({
    method: 'GET',
    path: '/quarantine',
    handler: 'quarantine.list',
    right: 'channels',
  }),
];

export const deliveryRoutes = [
  bridgeRoute({ method: 'POST', path: '/bridge/deliveries', handler: 'bridge.accept' }),
  bridgeRoute({ method: 'GET', path: '/bridge/health', handler: 'bridge.health' }),
];
