/** What is asked as the platform or as a person, and not of a company. */
const OF_NO_COMPANY = ['getWhatsAppMe', 'getWhatsAppTenants', 'getWhatsAppTenantMembers'];

/** Queries whose answers belong to the company on screen. */
export const isOfCompany = (endpointName: string | undefined): boolean =>
  endpointName !== undefined &&
  endpointName.startsWith('getWhatsApp') &&
  !OF_NO_COMPANY.includes(endpointName);

/** The same, and everything that is done in the company. */
export const asksForCompany = (endpointName: string): boolean =>
  isOfCompany(endpointName) || (endpointName.includes('WhatsApp') && !endpointName.startsWith('get'));
