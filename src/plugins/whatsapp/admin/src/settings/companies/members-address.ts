/** Where the members of a company are managed by the platform. */
export const membersAddress = (tenantId: string): string =>
  `/settings/whatsapp/companies/${encodeURIComponent(tenantId)}`;
