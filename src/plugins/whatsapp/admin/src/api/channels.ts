import { z } from 'zod';
import {
  Channel,
  CheckReport,
  WebhookAddress,
  type CreateChannel,
  type TestChannel,
  type UpdateChannel,
} from '../../../contracts/channel';
import { companyRequest, parsedData, whatsappApi } from './api';

const urlOf = (channelId: string, rest = '') => `/whatsapp/channels/${encodeURIComponent(channelId)}${rest}`;

export const channelsApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppChannels: build.query<Channel[], void>({
      query: () => companyRequest({ url: '/whatsapp/channels', method: 'GET' }),
      transformResponse: parsedData(z.array(Channel)),
      providesTags: ['WhatsAppChannel'],
    }),
    getWhatsAppChannel: build.query<Channel, string>({
      query: (channelId) => companyRequest({ url: urlOf(channelId), method: 'GET' }),
      transformResponse: parsedData(Channel),
      providesTags: ['WhatsAppChannel'],
    }),
    createWhatsAppChannel: build.mutation<Channel, CreateChannel>({
      query: (data) => companyRequest({ url: '/whatsapp/channels', method: 'POST', data }),
      transformResponse: parsedData(Channel),
      // What waited in quarantine for this number is replayed by the server.
      invalidatesTags: (channel) => (channel ? ['WhatsAppChannel', 'WhatsAppQuarantine'] : []),
    }),
    updateWhatsAppChannel: build.mutation<Channel, { channelId: string; changes: UpdateChannel }>({
      query: ({ channelId, changes }) =>
        companyRequest({ url: urlOf(channelId), method: 'PUT', data: changes }),
      transformResponse: parsedData(Channel),
      invalidatesTags: (channel) => (channel ? ['WhatsAppChannel', 'WhatsAppQuarantine'] : []),
    }),
    testWhatsAppCredentials: build.mutation<CheckReport, TestChannel>({
      query: (data) => companyRequest({ url: '/whatsapp/channels/test', method: 'POST', data }),
      transformResponse: parsedData(CheckReport),
    }),
    testWhatsAppChannel: build.mutation<CheckReport, string>({
      query: (channelId) => companyRequest({ url: urlOf(channelId, '/test'), method: 'POST' }),
      transformResponse: parsedData(CheckReport),
      invalidatesTags: ['WhatsAppChannel'],
    }),
    getWhatsAppWebhook: build.query<WebhookAddress, void>({
      query: () => companyRequest({ url: '/whatsapp/webhook', method: 'GET' }),
      transformResponse: parsedData(WebhookAddress),
      providesTags: ['WhatsAppWebhook'],
    }),
  }),
});

export const {
  useGetWhatsAppChannelsQuery,
  useGetWhatsAppChannelQuery,
  useCreateWhatsAppChannelMutation,
  useUpdateWhatsAppChannelMutation,
  useTestWhatsAppCredentialsMutation,
  useTestWhatsAppChannelMutation,
  useGetWhatsAppWebhookQuery,
} = channelsApi;
