import { Member, Tenant, type CreateTenant } from '../../../contracts/tenancy';
import { parsedData, whatsappApi } from './api';

interface NewOwner {
  tenantId: string;
  email: string;
}

export const tenantsApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    createWhatsAppTenant: build.mutation<Tenant, CreateTenant>({
      query: (data) => ({ url: '/whatsapp/tenants', method: 'POST', data }),
      transformResponse: parsedData(Tenant),
    }),
    addWhatsAppOwner: build.mutation<Member, NewOwner>({
      query: ({ tenantId, email }) => ({
        url: `/whatsapp/tenants/${encodeURIComponent(tenantId)}/members`,
        method: 'POST',
        data: { kind: 'admin', email, role: 'owner' },
      }),
      transformResponse: parsedData(Member),
      invalidatesTags: (member) => (member ? ['WhatsAppMe', 'WhatsAppChannel', 'WhatsAppWebhook'] : []),
    }),
  }),
});

export const { useCreateWhatsAppTenantMutation, useAddWhatsAppOwnerMutation } = tenantsApi;
