import { z } from 'zod';
import { Member, Tenant, type CreateTenant, type UpdateTenant } from '../../../contracts/tenancy';
import { nothing, parsedData, whatsappApi } from './api';

interface NewOwner {
  tenantId: string;
  email: string;
}

const urlOf = (tenantId: string) => `/whatsapp/tenants/${encodeURIComponent(tenantId)}`;

/** Companies as the platform's super admin sees them. */
export const tenantsApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppTenants: build.query<Tenant[], void>({
      query: () => ({ url: '/whatsapp/tenants', method: 'GET' }),
      transformResponse: parsedData(z.array(Tenant)),
      providesTags: ['WhatsAppTenant'],
    }),
    createWhatsAppTenant: build.mutation<Tenant, CreateTenant>({
      query: (data) => ({ url: '/whatsapp/tenants', method: 'POST', data }),
      transformResponse: parsedData(Tenant),
      invalidatesTags: (tenant) => (tenant ? ['WhatsAppTenant'] : []),
    }),
    renameWhatsAppTenant: build.mutation<Tenant, { tenantId: string; changes: UpdateTenant }>({
      query: ({ tenantId, changes }) => ({ url: urlOf(tenantId), method: 'PUT', data: changes }),
      transformResponse: parsedData(Tenant),
      invalidatesTags: (tenant) => (tenant ? ['WhatsAppTenant', 'WhatsAppMe'] : []),
    }),
    deleteWhatsAppTenant: build.mutation<null, { tenantId: string; name: string }>({
      query: ({ tenantId, name }) => ({
        url: urlOf(tenantId),
        method: 'DELETE',
        config: { params: { name } },
      }),
      transformResponse: nothing,
      invalidatesTags: (_answer, error) => (error ? [] : ['WhatsAppTenant', 'WhatsAppMe']),
    }),
    addWhatsAppOwner: build.mutation<Member, NewOwner>({
      query: ({ tenantId, email }) => ({
        url: `${urlOf(tenantId)}/members`,
        method: 'POST',
        data: { kind: 'admin', email, role: 'owner' },
      }),
      transformResponse: parsedData(Member),
      invalidatesTags: (member) => (member ? ['WhatsAppMe', 'WhatsAppMember'] : []),
    }),
  }),
});

export const {
  useGetWhatsAppTenantsQuery,
  useCreateWhatsAppTenantMutation,
  useRenameWhatsAppTenantMutation,
  useDeleteWhatsAppTenantMutation,
  useAddWhatsAppOwnerMutation,
} = tenantsApi;
