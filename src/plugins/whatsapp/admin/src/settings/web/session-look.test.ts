import type { WebSession } from '../../../../contracts/web-session';
import { actsOf } from './session-look';

const session = (more: Partial<WebSession>): WebSession => ({
  state: 'online',
  wish: 'running',
  reason: null,
  since: null,
  nextTryAt: null,
  importedPercent: null,
  phoneNumber: '15550100001',
  profileName: null,
  takesGroups: false,
  backedUpAt: null,
  newContactsPerDay: null,
  defaultNewContactsPerDay: 20,
  ...more,
});

describe('what may be done with a session', () => {
  it('is to close, restart or unlink one that shall run', () => {
    expect(actsOf(session({}))).toEqual(['restart', 'stop', 'unlink']);
  });

  it('is to start one that is closed, and to unlink it where somebody is linked', () => {
    expect(actsOf(session({ wish: 'stopped', state: 'stopped' }))).toEqual(['start', 'unlink']);
    expect(actsOf(session({ wish: 'stopped', state: 'unlinked' }))).toEqual(['start']);
    expect(actsOf(session({ wish: 'stopped', state: 'stopped', phoneNumber: null }))).toEqual(['start']);
  });

  it('is nothing while it is being unlinked', () => {
    expect(actsOf(session({ wish: 'unlinked' }))).toEqual([]);
  });
});
