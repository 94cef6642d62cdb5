import { MediaAddress, type MediaState } from '../../../contracts/media';
import { companyRequest, parsedData, whatsappApi } from './api';

/** The state is part of the question: when it changes, there is another answer. */
interface Asked {
  messageId: string;
  state: MediaState;
}

export const mediaApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppMedia: build.query<MediaAddress, Asked>({
      query: ({ messageId }) => ({
        url: `/whatsapp/messages/${encodeURIComponent(messageId)}/media`,
        method: 'GET',
      }),
      transformResponse: parsedData(MediaAddress),
      keepUnusedDataFor: 60,
    }),

    /** The message says by itself how far it is: its change comes the usual way. */
    fetchWhatsAppMedia: build.mutation<MediaAddress, string>({
      query: (messageId) =>
        companyRequest({
          url: `/whatsapp/messages/${encodeURIComponent(messageId)}/media/fetch`,
          method: 'POST',
        }),
      transformResponse: parsedData(MediaAddress),
    }),
  }),
});

export const { useGetWhatsAppMediaQuery, useLazyGetWhatsAppMediaQuery, useFetchWhatsAppMediaMutation } =
  mediaApi;

/** Shorter than the address lives: whoever comes back later gets a new one. */
export const ADDRESS_FRESH_SECONDS = 240;
