import { Message, MessagePage, type SendMessage } from '../../../contracts/inbox';
import { companyRequest, parsed, parsedData } from './api';
import { conversationsApi } from './conversations';
import {
  listOfMessages,
  withAcceptedMessage,
  withDecision,
  withPreviousPage,
  withRetriedMessage,
  withRetryUndone,
  type MessageList,
} from './message-list';

const urlOf = (conversationId: string) =>
  `/whatsapp/conversations/${encodeURIComponent(conversationId)}/messages`;

const page = parsed(MessagePage);

interface PreviousPage {
  conversationId: string;
  before: string;
}

interface Outgoing {
  conversationId: string;
  message: SendMessage;
}

export const messagesApi = conversationsApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppMessages: build.query<MessageList, string>({
      query: (conversationId) => companyRequest({ url: urlOf(conversationId), method: 'GET' }),
      transformResponse: (response: unknown) => listOfMessages(page(response)),
      providesTags: ['WhatsAppMessageList'],
      keepUnusedDataFor: 300,
    }),

    /** A mutation although it only reads: its answer goes into the one list, not into an entry of its own. */
    loadPreviousWhatsAppMessages: build.mutation<MessagePage, PreviousPage>({
      query: ({ conversationId, before }) =>
        companyRequest({ url: urlOf(conversationId), method: 'GET', params: { before } }),
      transformResponse: page,
      onQueryStarted: async ({ conversationId, before }, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null); // shown by the hook that asked
        if (!answer) return;
        dispatch(
          messagesApi.util.updateQueryData('getWhatsAppMessages', conversationId, (list) =>
            list.previousCursor === before ? withPreviousPage(list, answer.data) : undefined,
          ),
        );
      },
    }),

    /** Safe to repeat with the same `clientId`: it stays one message. */
    sendWhatsAppMessage: build.mutation<Message, Outgoing>({
      query: ({ conversationId, message }) =>
        companyRequest({ url: urlOf(conversationId), method: 'POST', data: message }),
      transformResponse: parsedData(Message),
      onQueryStarted: async ({ conversationId }, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null); // the pending bubble shows the reason
        if (!answer) return;
        dispatch(
          messagesApi.util.updateQueryData('getWhatsAppMessages', conversationId, (list) =>
            withAcceptedMessage(list, answer.data),
          ),
        );
      },
    }),

    /** Nobody is to be asked any more about what may have been sent. */
    leaveWhatsAppMessage: build.mutation<Message, Message>({
      query: ({ id }) =>
        companyRequest({ url: `/whatsapp/messages/${encodeURIComponent(id)}/leave`, method: 'POST' }),
      transformResponse: parsedData(Message),
      onQueryStarted: async (message, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null); // the hook that asked says why
        if (!answer) return;
        dispatch(
          messagesApi.util.updateQueryData('getWhatsAppMessages', message.conversationId, (list) =>
            withDecision(list, answer.data),
          ),
        );
      },
    }),

    retryWhatsAppMessage: build.mutation<Message, Message>({
      query: ({ id }) =>
        companyRequest({ url: `/whatsapp/messages/${encodeURIComponent(id)}/retry`, method: 'POST' }),
      transformResponse: parsedData(Message),
      onQueryStarted: async (message, { dispatch, queryFulfilled }) => {
        const update = (change: (list: MessageList) => MessageList) =>
          dispatch(
            messagesApi.util.updateQueryData('getWhatsAppMessages', message.conversationId, (list) =>
              change(list),
            ),
          );
        update((list) => withRetriedMessage(list, message.id));
        const answer = await queryFulfilled.catch(() => null); // the hook that asked says why
        if (!answer) update((list) => withRetryUndone(list, message));
      },
    }),
  }),
});

export const {
  useGetWhatsAppMessagesQuery,
  useLoadPreviousWhatsAppMessagesMutation,
  useSendWhatsAppMessageMutation,
  useLeaveWhatsAppMessageMutation,
  useRetryWhatsAppMessageMutation,
} = messagesApi;
