import { ChangePage } from '../../../contracts/inbox';
import { companyRequest, parsed } from './api';
import { messagesApi } from './messages';

/** As many as the server gives at once: after a long sleep, fewer round trips. */
const LIMIT = 500;

/** Conversations, messages and their changes: all that the inbox keeps, under one type. */
export const inboxApi = messagesApi.injectEndpoints({
  endpoints: (build) => ({
    /** A mutation although it only reads: an answer is applied once to what is cached, and never itself cached. */
    pullWhatsAppChanges: build.mutation<ChangePage, number>({
      query: (after) =>
        companyRequest({ url: '/whatsapp/changes', method: 'GET', params: { after, limit: LIMIT } }),
      transformResponse: parsed(ChangePage),
    }),
  }),
});
