import { z } from 'zod';
import { ApiToken, IssuedApiToken, type CreateApiToken } from '../../../contracts/tenancy';
import { companyRequest, nothing, parsedData, whatsappApi } from './api';

export const tokensApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppApiTokens: build.query<ApiToken[], void>({
      query: () => companyRequest({ url: '/whatsapp/api-tokens', method: 'GET' }),
      transformResponse: parsedData(z.array(ApiToken)),
      providesTags: ['WhatsAppApiToken'],
    }),
    createWhatsAppApiToken: build.mutation<IssuedApiToken, CreateApiToken>({
      query: (data) => companyRequest({ url: '/whatsapp/api-tokens', method: 'POST', data }),
      transformResponse: parsedData(IssuedApiToken),
      invalidatesTags: (issued) => (issued ? ['WhatsAppApiToken'] : []),
    }),
    revokeWhatsAppApiToken: build.mutation<null, string>({
      query: (tokenId) =>
        companyRequest({ url: `/whatsapp/api-tokens/${encodeURIComponent(tokenId)}`, method: 'DELETE' }),
      transformResponse: nothing,
      invalidatesTags: (_answer, error) => (error ? [] : ['WhatsAppApiToken']),
    }),
  }),
});

export const {
  useGetWhatsAppApiTokensQuery,
  useCreateWhatsAppApiTokenMutation,
  useRevokeWhatsAppApiTokenMutation,
} = tokensApi;
