import { adminRoute } from '../http';

export const isolationCheckRoutes = [
  // The controller asks for the platform's super admin.
  adminRoute({
    method: 'POST',
    path: '/isolation-checks',
    handler: 'isolation-check.create',
    right: null,
    needsMember: false,
  }),
];
