import { Me } from '../../../contracts/tenancy';
import { parsedData, whatsappApi } from './api';

export const meApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppMe: build.query<Me, void>({
      query: () => ({ url: '/whatsapp/me', method: 'GET' }),
      transformResponse: parsedData(Me),
      providesTags: ['WhatsAppMe'],
    }),
  }),
});

export const { useGetWhatsAppMeQuery } = meApi;
