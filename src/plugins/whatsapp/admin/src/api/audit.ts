import { AuditPage, type ListAudit } from '../../../contracts/audit';
import { companyRequest, parsed, whatsappApi } from './api';

export type AuditFilters = Pick<ListAudit, 'action' | 'actor' | 'from' | 'until'>;

const page = parsed(AuditPage);
const request = (params: AuditFilters & { cursor?: string }) =>
  companyRequest({ url: '/whatsapp/audit', method: 'GET', params });

export const auditApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppAudit: build.query<AuditPage, AuditFilters>({
      query: request,
      transformResponse: page,
      providesTags: ['WhatsAppAudit'],
      // What happened meanwhile is at the top: coming back shows the newest.
      keepUnusedDataFor: 0,
    }),
    /** A mutation although it only reads: its answer goes behind the page before, not into an entry of its own. */
    loadMoreWhatsAppAudit: build.mutation<AuditPage, { filters: AuditFilters; cursor: string }>({
      query: ({ filters, cursor }) => request({ ...filters, cursor }),
      transformResponse: page,
      onQueryStarted: async ({ filters, cursor }, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null); // shown by the hook that asked
        if (!answer) return;
        dispatch(
          auditApi.util.updateQueryData('getWhatsAppAudit', filters, (shown) =>
            shown.meta.nextCursor === cursor
              ? { data: [...shown.data, ...answer.data.data], meta: answer.data.meta }
              : undefined,
          ),
        );
      },
    }),
  }),
});

export const { useGetWhatsAppAuditQuery, useLoadMoreWhatsAppAuditMutation } = auditApi;
