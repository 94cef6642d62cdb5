import { adminRoute } from '../http';

export const auditRoutes = [
  adminRoute({ method: 'GET', path: '/audit', handler: 'audit.list', right: 'audit' }),
];
