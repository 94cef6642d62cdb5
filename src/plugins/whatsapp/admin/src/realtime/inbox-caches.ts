import type { AnyAction, ThunkDispatch } from '@reduxjs/toolkit';
import { inboxApi } from '../api/changes';
import { dropEntry } from '../api/drop-entry';
import { lowestCursor, type ChangesAnswer } from '../api/change-cursor';
import { withChangedConversations } from '../api/conversation-list';
import { withChangedMessages } from '../api/message-list';

type ApiState = Parameters<ReturnType<typeof inboxApi.endpoints.getWhatsAppMessages.select>>[0];
export type ApiDispatch = ThunkDispatch<ApiState, unknown, AnyAction>;

/** The panel's store, as far as the inbox needs it. */
export interface ApiStore {
  getState: () => ApiState;
  dispatch: ApiDispatch;
  subscribe: (listener: () => void) => () => void;
}

/** The ids of everything cached under a tag, whether a screen looks at it or not. */
const cachedIds = (state: ApiState, type: 'WhatsAppMessageList' | 'WhatsAppConversation'): string[] =>
  inboxApi.util
    .selectInvalidatedBy(state, [{ type }])
    .map(({ originalArgs }) => originalArgs as unknown)
    .filter((id) => typeof id === 'string');

/** From where to ask for changes, so that no cached list misses one; null before the first list is here. */
export const cursorOfCaches = (state: ApiState): number | null => {
  const conversations = inboxApi.endpoints.getWhatsAppConversations.select()(state).data;
  const messages = cachedIds(state, 'WhatsAppMessageList').map(
    (id) => inboxApi.endpoints.getWhatsAppMessages.select(id)(state).data,
  );
  return lowestCursor(
    [conversations, ...messages].filter((list) => list !== undefined).map(({ changeCursor }) => changeCursor),
  );
};

/** What is no longer this member's to see does not stay in memory. */
const forget = (dispatch: ApiDispatch, state: ApiState, gone: readonly string[]): void => {
  if (gone.length === 0) return;
  for (const { queryCacheKey, originalArgs } of inboxApi.util.selectInvalidatedBy(state, [
    { type: 'WhatsAppMessageList' },
    { type: 'WhatsAppConversation' },
  ])) {
    if (gone.includes(String(originalArgs))) dropEntry(dispatch, queryCacheKey);
  }
};

/** Merges changes into every cached list in place: nothing is fetched again, nothing jumps. */
export const applyToCaches = ({ getState, dispatch }: ApiStore, answer: ChangesAnswer): void => {
  const state = getState();
  dispatch(
    inboxApi.util.updateQueryData('getWhatsAppConversations', undefined, (list) =>
      withChangedConversations(list, answer),
    ),
  );
  for (const id of cachedIds(state, 'WhatsAppMessageList')) {
    dispatch(
      inboxApi.util.updateQueryData('getWhatsAppMessages', id, (list) =>
        withChangedMessages(list, id, answer),
      ),
    );
  }
  forget(dispatch, state, answer.page.data.gone);
  const changed = new Map(answer.page.data.conversations.map((item) => [item.id, item]));
  for (const id of cachedIds(state, 'WhatsAppConversation')) {
    const fresh = changed.get(id);
    if (fresh) {
      dispatch(inboxApi.util.updateQueryData('getWhatsAppConversation', id, () => fresh));
    }
  }
};
