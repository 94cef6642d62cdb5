import { MediaAddress, type MediaState } from '../../../contracts/media';
import { parsedData, whatsappApi } from './api';

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
  }),
});

export const { useGetWhatsAppMediaQuery, useLazyGetWhatsAppMediaQuery } = mediaApi;

/** Shorter than the address lives: whoever comes back later gets a new one. */
export const ADDRESS_FRESH_SECONDS = 240;
