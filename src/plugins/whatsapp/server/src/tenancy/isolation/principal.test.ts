import { callerOf } from './principal';

const by = (name: string, user: unknown = { id: 7 }) => ({ auth: { strategy: { name } }, user });

describe('the caller of a request', () => {
  it.each([
    ['a session of the panel', by('admin'), { kind: 'admin', id: 7 }],
    ["a panel user's token", by('admin-token'), { kind: 'admin', id: 7 }],
    ['a user of the site', by('users-permissions'), { kind: 'user', id: 7 }],
    ['an MCP client', { user: { id: 7 }, auditSource: 'mcp' }, { kind: 'admin', id: 7 }],
    [
      'an API token',
      { auth: { strategy: { name: 'content-api-token' }, credentials: { id: 7 } }, user: { id: 8 } },
      { kind: 'token', id: 7 },
    ],
    ['a data transfer', by('data-transfer', undefined), 'transfer'],
  ])('is known by the strategy: %s', (_name, state, caller) => {
    expect(callerOf(state)).toEqual(caller);
  });

  it.each([
    ['no state', undefined],
    ['nobody', {}],
    ['a user whom no strategy brought', { user: { id: 7 } }],
    ['an API token', by('api-token')],
    ['a content API token without its row', by('content-api-token')],
    ['a strategy of another plugin', by('somebody-else')],
    ['a strategy without a user', by('users-permissions', null)],
    ['a user without a number', by('admin', { id: 'x' })],
    ['a site user who claims to be MCP', { ...by('api-token'), auditSource: 'mcp' }],
  ])('is nobody’s member otherwise: %s', (_name, state) => {
    expect(callerOf(state)).toBeNull();
  });
});
