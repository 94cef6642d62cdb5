import { useEffect, useState } from 'react';
import type { Conversation } from '../../../contracts/inbox';
import { useMarkWhatsAppConversationReadMutation } from '../api/conversations';

const useIsVisible = (): boolean => {
  const [isVisible, setIsVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const update = () => setIsVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, []);
  return isVisible;
};

/**
 * Opening a chat reads it, as long as somebody can see it: a tab in the background reads nothing.
 * Asks once per new message and look, so a server that refuses is not asked in a circle.
 */
export const useMarkRead = (conversation: Conversation | undefined): void => {
  const isVisible = useIsVisible();
  const [markRead] = useMarkWhatsAppConversationReadMutation();
  const id = conversation?.id;
  const isUnread = (conversation?.unreadCount ?? 0) > 0;
  const newestAt = conversation?.lastMessage?.at;

  useEffect(() => {
    if (id && isUnread && isVisible) void markRead(id);
  }, [id, isUnread, isVisible, markRead, newestAt]);
};
