import {
  CurrentCode,
  WebSession,
  type PairByNumber,
  type SessionAct,
  type UpdateSession,
} from '../../../contracts/web-session';
import { companyRequest, parsedData, whatsappApi } from './api';

const urlOf = (channelId: string, rest = '') =>
  `/whatsapp/channels/${encodeURIComponent(channelId)}/session${rest}`;

/** The tag of channels: a hint that a channel has changed fetches its session, and its code, again. */
export const sessionsApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppSession: build.query<WebSession, string>({
      query: (channelId) => companyRequest({ url: urlOf(channelId), method: 'GET' }),
      transformResponse: parsedData(WebSession),
      providesTags: ['WhatsAppChannel'],
    }),
    getWhatsAppSessionCode: build.query<CurrentCode, string>({
      query: (channelId) => companyRequest({ url: urlOf(channelId, '/code'), method: 'GET' }),
      transformResponse: parsedData(CurrentCode),
      providesTags: ['WhatsAppChannel'],
      // Whoever sees it is let into the account: it leaves the memory with the screen.
      keepUnusedDataFor: 0,
    }),
    changeWhatsAppSession: build.mutation<WebSession, { channelId: string; act: SessionAct }>({
      query: ({ channelId, act }) => companyRequest({ url: urlOf(channelId, `/${act}`), method: 'POST' }),
      transformResponse: parsedData(WebSession),
      invalidatesTags: ['WhatsAppChannel'],
    }),
    updateWhatsAppSession: build.mutation<WebSession, { channelId: string; changes: UpdateSession }>({
      query: ({ channelId, changes }) =>
        companyRequest({ url: urlOf(channelId), method: 'PUT', data: changes }),
      transformResponse: parsedData(WebSession),
      invalidatesTags: ['WhatsAppChannel'],
    }),
    pairWhatsAppByNumber: build.mutation<CurrentCode, { channelId: string; command: PairByNumber }>({
      query: ({ channelId, command }) =>
        companyRequest({ url: urlOf(channelId, '/pairing-code'), method: 'POST', data: command }),
      transformResponse: parsedData(CurrentCode),
      invalidatesTags: ['WhatsAppChannel'],
    }),
  }),
});

export const {
  useGetWhatsAppSessionQuery,
  useGetWhatsAppSessionCodeQuery,
  useChangeWhatsAppSessionMutation,
  useUpdateWhatsAppSessionMutation,
  usePairWhatsAppByNumberMutation,
} = sessionsApi;
