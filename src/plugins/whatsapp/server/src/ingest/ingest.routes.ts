import { adminRoute, bridgeRoute } from '../http';

const QUARANTINE = [
  { method: 'GET', path: '/quarantine', handler: 'quarantine.list' },
  { method: 'GET', path: '/quarantine/:inboundEventId/body', handler: 'quarantine.readBody' },
  { method: 'POST', path: '/quarantine/replay', handler: 'quarantine.replay' },
  { method: 'POST', path: '/quarantine/dismiss', handler: 'quarantine.dismiss' },
] as const;

export const quarantineRoutes = QUARANTINE.map((route) => adminRoute({ ...route, right: 'channels' }));

export const deliveryRoutes = [
  bridgeRoute({ method: 'POST', path: '/bridge/deliveries', handler: 'bridge.accept' }),
  bridgeRoute({ method: 'POST', path: '/bridge/web-events', handler: 'bridge.acceptWeb' }),
  bridgeRoute({ method: 'GET', path: '/bridge/health', handler: 'bridge.health' }),
];
