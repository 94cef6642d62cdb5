import { isOfCompany } from './company-endpoints';

describe('what is forgotten when the company changes', () => {
  it.each(['getWhatsAppConversations', 'getWhatsAppMessages', 'getWhatsAppMembers', 'getWhatsAppAudit'])(
    '%s is',
    (endpoint) => {
      expect(isOfCompany(endpoint)).toBe(true);
    },
  );

  it.each([
    ['who the person is', 'getWhatsAppMe'],
    ['the list of all companies', 'getWhatsAppTenants'],
    ['what others in the panel cache', 'getUsers'],
    ['an entry that was never asked for', undefined],
  ])('%s is not', (_what, endpoint) => {
    expect(isOfCompany(endpoint)).toBe(false);
  });
});
