import { useSyncExternalStore } from 'react';
import { typists } from '../realtime/typists';

/** Whether the customer of this conversation writes at the moment. */
export const useIsTyping = (conversationId: string): boolean =>
  useSyncExternalStore(typists.subscribe, () => typists.isTyping(conversationId));
