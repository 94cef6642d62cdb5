import { z } from 'zod';
import {
  Assignee,
  Conversation,
  ConversationPage,
  type AssignConversation,
  type SayTyping,
} from '../../../contracts/inbox';
import { companyRequest, parsed, parsedData, whatsappApi } from './api';
import {
  listOfConversations,
  withConversation,
  withConversationRead,
  withNextPage,
  type ConversationList,
} from './conversation-list';

const urlOf = (conversationId: string, rest = '') =>
  `/whatsapp/conversations/${encodeURIComponent(conversationId)}${rest}`;

const page = parsed(ConversationPage);

/** Kept a while after leaving, so that coming back shows the list at once; changes are caught up with. */
const KEEP_SECONDS = 300;

export const conversationsApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppConversations: build.query<ConversationList, void>({
      query: () => companyRequest({ url: '/whatsapp/conversations', method: 'GET' }),
      transformResponse: (response: unknown) => listOfConversations(page(response)),
      providesTags: ['WhatsAppConversationList'],
      keepUnusedDataFor: KEEP_SECONDS,
    }),

    /** A mutation although it only reads: its answer goes into the one list, not into an entry of its own. */
    loadMoreWhatsAppConversations: build.mutation<ConversationPage, string>({
      query: (cursor) =>
        companyRequest({ url: '/whatsapp/conversations', method: 'GET', params: { cursor } }),
      transformResponse: page,
      onQueryStarted: async (cursor, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null); // shown by the hook that asked
        if (!answer) return;
        dispatch(
          conversationsApi.util.updateQueryData('getWhatsAppConversations', undefined, (list) =>
            // The list may have been read anew meanwhile; then this page does not follow its end.
            list.nextCursor === cursor ? withNextPage(list, answer.data) : undefined,
          ),
        );
      },
    }),

    getWhatsAppConversation: build.query<Conversation, string>({
      query: (conversationId) => companyRequest({ url: urlOf(conversationId), method: 'GET' }),
      transformResponse: parsedData(Conversation),
      providesTags: ['WhatsAppConversation'],
      keepUnusedDataFor: KEEP_SECONDS,
    }),

    markWhatsAppConversationRead: build.mutation<Conversation, string>({
      query: (conversationId) => companyRequest({ url: urlOf(conversationId, '/read'), method: 'POST' }),
      transformResponse: parsedData(Conversation),
      onQueryStarted: async (_conversationId, { dispatch, queryFulfilled }) => {
        // Silence is right: the badge stays, and the next look at the chat tries again.
        const answer = await queryFulfilled.catch(() => null);
        if (!answer) return;
        dispatch(
          conversationsApi.util.updateQueryData('getWhatsAppConversations', undefined, (list) =>
            withConversationRead(list, answer.data),
          ),
        );
      },
    }),

    /** The customer may see that somebody writes. */
    sayWhatsAppTyping: build.mutation<null, SayTyping & { conversationId: string }>({
      query: ({ conversationId, isTyping }) =>
        companyRequest({ url: urlOf(conversationId, '/typing'), method: 'POST', data: { isTyping } }),
      transformResponse: () => null,
    }),

    getWhatsAppAssignees: build.query<Assignee[], void>({
      query: () => companyRequest({ url: '/whatsapp/assignees', method: 'GET' }),
      transformResponse: parsedData(z.array(Assignee)),
      providesTags: ['WhatsAppAssignee'],
    }),

    assignWhatsAppConversation: build.mutation<Conversation, AssignConversation & { conversationId: string }>(
      {
        query: ({ conversationId, memberId }) =>
          companyRequest({ url: urlOf(conversationId, '/assignee'), method: 'PUT', data: { memberId } }),
        transformResponse: parsedData(Conversation),
        onQueryStarted: async ({ conversationId }, { dispatch, queryFulfilled }) => {
          const answer = await queryFulfilled.catch(() => null); // shown by the hook that asked
          if (!answer) return;
          dispatch(
            conversationsApi.util.updateQueryData('getWhatsAppConversations', undefined, (list) =>
              withConversation(list, answer.data),
            ),
          );
          dispatch(
            conversationsApi.util.updateQueryData(
              'getWhatsAppConversation',
              conversationId,
              () => answer.data,
            ),
          );
        },
      },
    ),
  }),
});

export const {
  useGetWhatsAppConversationsQuery,
  useLoadMoreWhatsAppConversationsMutation,
  useGetWhatsAppConversationQuery,
  useMarkWhatsAppConversationReadMutation,
  useSayWhatsAppTypingMutation,
  useGetWhatsAppAssigneesQuery,
  useAssignWhatsAppConversationMutation,
} = conversationsApi;
