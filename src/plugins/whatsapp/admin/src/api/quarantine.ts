import {
  QuarantinedBody,
  QuarantineOutcome,
  QuarantinePage,
  type QuarantineChoice,
  type QuarantineFilters,
} from '../../../contracts/quarantine';
import { companyRequest, parsed, parsedData, whatsappApi } from './api';

const page = parsed(QuarantinePage);
const request = (params: QuarantineFilters & { cursor?: string }) =>
  companyRequest({ url: '/whatsapp/quarantine', method: 'GET', params });

export const quarantineApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppQuarantine: build.query<QuarantinePage, QuarantineFilters>({
      query: request,
      transformResponse: page,
      providesTags: ['WhatsAppQuarantine'],
      // What came meanwhile is at the top: coming back shows the newest.
      keepUnusedDataFor: 0,
    }),
    /** A mutation although it only reads: its answer goes behind the page before, not into an entry of its own. */
    loadMoreWhatsAppQuarantine: build.mutation<
      QuarantinePage,
      { filters: QuarantineFilters; cursor: string }
    >({
      query: ({ filters, cursor }) => request({ ...filters, cursor }),
      transformResponse: page,
      onQueryStarted: async ({ filters, cursor }, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null); // shown by the hook that asked
        if (!answer) return;
        dispatch(
          quarantineApi.util.updateQueryData('getWhatsAppQuarantine', filters, (shown) =>
            shown.meta.nextCursor === cursor
              ? { data: [...shown.data, ...answer.data.data], meta: answer.data.meta }
              : undefined,
          ),
        );
      },
    }),
    /** Each reading is written into the audit log: a mutation, so that no cache repeats one by itself. */
    readWhatsAppQuarantinedBody: build.mutation<QuarantinedBody, string>({
      query: (id) =>
        companyRequest({ url: `/whatsapp/quarantine/${encodeURIComponent(id)}/body`, method: 'GET' }),
      transformResponse: parsedData(QuarantinedBody),
      invalidatesTags: ['WhatsAppAudit'],
    }),
    replayWhatsAppQuarantine: build.mutation<QuarantineOutcome, QuarantineChoice>({
      query: (data) => companyRequest({ url: '/whatsapp/quarantine/replay', method: 'POST', data }),
      transformResponse: parsedData(QuarantineOutcome),
      invalidatesTags: ['WhatsAppQuarantine', 'WhatsAppAudit'],
    }),
    dismissWhatsAppQuarantine: build.mutation<QuarantineOutcome, QuarantineChoice>({
      query: (data) => companyRequest({ url: '/whatsapp/quarantine/dismiss', method: 'POST', data }),
      transformResponse: parsedData(QuarantineOutcome),
      invalidatesTags: ['WhatsAppQuarantine', 'WhatsAppAudit'],
    }),
  }),
});

export const {
  useGetWhatsAppQuarantineQuery,
  useLoadMoreWhatsAppQuarantineMutation,
  useReadWhatsAppQuarantinedBodyMutation,
  useReplayWhatsAppQuarantineMutation,
  useDismissWhatsAppQuarantineMutation,
} = quarantineApi;
