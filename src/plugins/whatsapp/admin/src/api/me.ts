import type { AnyAction, ThunkDispatch } from '@reduxjs/toolkit';
import { Me } from '../../../contracts/tenancy';
import { tellOtherTabs } from '../company/other-tabs';
import { parsedData, whatsappApi } from './api';

/** The answer says who one is from now on; the other tabs ask for themselves. */
const become = async (
  _argument: unknown,
  {
    dispatch,
    queryFulfilled,
  }: {
    dispatch: ThunkDispatch<unknown, unknown, AnyAction>;
    queryFulfilled: PromiseLike<{ data: Me }>;
  },
): Promise<void> => {
  const answer = await Promise.resolve(queryFulfilled).catch(() => null); // shown by the hook that asked
  if (!answer) return;
  dispatch(meApi.util.updateQueryData('getWhatsAppMe', undefined, () => answer.data) as unknown as AnyAction);
  tellOtherTabs();
};

export const meApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppMe: build.query<Me, void>({
      query: () => ({ url: '/whatsapp/me', method: 'GET' }),
      transformResponse: parsedData(Me),
      providesTags: ['WhatsAppMe'],
    }),
    switchWhatsAppCompany: build.mutation<Me, string>({
      query: (tenantId) => ({ url: '/whatsapp/me/company', method: 'PUT', data: { tenantId } }),
      transformResponse: parsedData(Me),
      onQueryStarted: become,
    }),
    /** The platform's people look into a company for a while. */
    enterWhatsAppTenant: build.mutation<Me, { tenantId: string; reason: string; minutes: number }>({
      query: ({ tenantId, ...data }) => ({
        url: `/whatsapp/tenants/${encodeURIComponent(tenantId)}/visit`,
        method: 'POST',
        data,
      }),
      transformResponse: parsedData(Me),
      onQueryStarted: become,
    }),
    leaveWhatsAppVisit: build.mutation<Me, void>({
      query: () => ({ url: '/whatsapp/me/visit', method: 'DELETE' }),
      transformResponse: parsedData(Me),
      onQueryStarted: become,
    }),
  }),
});

export const {
  useGetWhatsAppMeQuery,
  useSwitchWhatsAppCompanyMutation,
  useEnterWhatsAppTenantMutation,
  useLeaveWhatsAppVisitMutation,
} = meApi;
