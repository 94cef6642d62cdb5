import type { Me } from '../../../contracts/tenancy';
import { isSameScope, scopeOf } from './present-scope';

const me = (more: Partial<Me> = {}): Me => ({
  tenant: { id: 'company-1', name: 'Acme' },
  member: {
    id: 'member-1',
    name: 'Olga Owner',
    email: null,
    role: 'owner',
    kind: 'admin',
    lacks: [],
    expiresAt: null,
  },
  rights: ['read', 'readAll', 'send'],
  companies: [],
  mayManageTenants: false,
  mayEnterTenants: false,
  ...more,
});

describe('for whose eyes a screen is drawn', () => {
  it('stays the same while only other rights change', () => {
    expect(isSameScope(scopeOf(me()), scopeOf(me({ rights: ['read', 'readAll'] })))).toBe(true);
  });

  it('is another once only assigned conversations may be seen', () => {
    expect(isSameScope(scopeOf(me()), scopeOf(me({ rights: ['read', 'send'] })))).toBe(false);
  });

  it('is nobody’s without a membership', () => {
    expect(scopeOf(me({ member: null, tenant: null }))).toBeNull();
    expect(isSameScope(null, scopeOf(me()))).toBe(false);
  });
});
