import { adminRoute, contentRoute } from '../http';

/** About the caller, or for the platform's super admin, for whom the controller asks. */
const anybody = { right: null, needsMember: false } as const;
const TENANT = '/tenants/:tenantId';
const TENANT_MEMBER = `${TENANT}/members/:memberId`;

export const tenantRoutes = [
  adminRoute({ method: 'GET', path: '/me', handler: 'me.find', ...anybody }),
  adminRoute({ method: 'PUT', path: '/me/company', handler: 'me.update', ...anybody }),
  adminRoute({ method: 'DELETE', path: '/me/visit', handler: 'visit.leave', ...anybody }),

  adminRoute({ method: 'GET', path: '/tenants', handler: 'tenant.list', ...anybody }),
  adminRoute({ method: 'POST', path: '/tenants', handler: 'tenant.create', ...anybody }),
  adminRoute({ method: 'PUT', path: TENANT, handler: 'tenant.rename', ...anybody }),
  adminRoute({ method: 'DELETE', path: TENANT, handler: 'tenant.remove', ...anybody }),
  adminRoute({ method: 'POST', path: `${TENANT}/visit`, handler: 'visit.enter', ...anybody }),
  adminRoute({ method: 'GET', path: `${TENANT}/members`, handler: 'tenant.listMembers', ...anybody }),
  adminRoute({ method: 'POST', path: `${TENANT}/members`, handler: 'tenant.addMember', ...anybody }),
  adminRoute({ method: 'PUT', path: TENANT_MEMBER, handler: 'tenant.updateMember', ...anybody }),
  adminRoute({ method: 'DELETE', path: TENANT_MEMBER, handler: 'tenant.removeMember', ...anybody }),
];

/** A company's own people and tokens, managed by itself. */
export const memberRoutes = [
  adminRoute({ method: 'GET', path: '/members', handler: 'member.list', right: 'members' }),
  adminRoute({ method: 'POST', path: '/members', handler: 'member.add', right: 'members' }),
  adminRoute({ method: 'PUT', path: '/members/:memberId', handler: 'member.update', right: 'members' }),
  adminRoute({ method: 'DELETE', path: '/members/:memberId', handler: 'member.remove', right: 'members' }),
  adminRoute({ method: 'GET', path: '/api-tokens', handler: 'api-token.list', right: 'members' }),
  adminRoute({ method: 'POST', path: '/api-tokens', handler: 'api-token.issue', right: 'members' }),
  adminRoute({
    method: 'DELETE',
    path: '/api-tokens/:tokenId',
    handler: 'api-token.revoke',
    right: 'members',
  }),
];

export const meContentRoutes = [
  contentRoute({ method: 'GET', path: '/me', handler: 'me.find', right: null }),
  contentRoute({ method: 'PUT', path: '/me/company', handler: 'me.update', right: null }),
];
