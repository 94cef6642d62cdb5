import { addressRoute, adminRoute } from '../http';

export const healthAdminRoutes = [
  adminRoute({ method: 'GET', path: '/health', handler: 'health.find', right: null, needsMember: false }),
];

/** Nobody logs in for these: load balancers ask for the health, Prometheus shows its token. */
export const observabilityContentRoutes = [
  addressRoute({ method: 'GET', path: '/health', handler: 'health.find' }),
  addressRoute({ method: 'GET', path: '/metrics', handler: 'metrics.find' }),
];
