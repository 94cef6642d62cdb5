import { adminRoute } from '../http';

const anybody = { right: null, needsMember: false } as const;

export const tenantRoutes = [
  adminRoute({ method: 'GET', path: '/me', handler: 'tenant.me', ...anybody }),
  // The controller asks for the platform's super admin.
  adminRoute({ method: 'GET', path: '/tenants', handler: 'tenant.list', ...anybody }),
  adminRoute({ method: 'POST', path: '/tenants', handler: 'tenant.create', ...anybody }),
  adminRoute({
    method: 'GET',
    path: '/tenants/:tenantId/members',
    handler: 'tenant.listMembers',
    ...anybody,
  }),
  adminRoute({ method: 'POST', path: '/tenants/:tenantId/members', handler: 'tenant.addMember', ...anybody }),
];
