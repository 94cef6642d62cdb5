import { useMemo } from 'react';
import { Message as MessageIcon } from '@strapi/icons';
import type { Conversation, Message } from '../../../../contracts/inbox';
import { useGetWhatsAppMessagesQuery, useLoadPreviousWhatsAppMessagesMutation } from '../../api/messages';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useText } from '../../parts/useText';
import { chatRows } from '../chat-rows';
import type { PendingMessage } from '../pending-messages';
import { ChatSkeleton } from './ChatSkeleton';
import { LogScroller } from './LogScroller';

interface ChatLogProps {
  conversation: Conversation;
  pending: readonly PendingMessage[];
  author: string | null;
  now: Date;
  /** Null when nothing may be answered here. */
  onReply: ((message: Message) => void) | null;
  onRetryPending: (message: PendingMessage) => void;
  onDiscardPending: (clientId: string) => void;
  mayRetry: boolean;
}

/** Fetches what was said, joins it with what is on its way, and leaves the drawing to the scroller. */
export const ChatLog = ({ conversation, pending, author, ...rest }: ChatLogProps) => {
  const text = useText();
  const { data: list, error, isLoading, refetch } = useGetWhatsAppMessagesQuery(conversation.id);
  const [loadPrevious, previous] = useLoadPreviousWhatsAppMessagesMutation();
  const cursor = list?.previousCursor ?? null;
  const rows = useMemo(
    () => chatRows({ stored: list?.items ?? [], pending, author, hasPrevious: cursor !== null }),
    [author, cursor, list?.items, pending],
  );

  if (isLoading) return <ChatSkeleton />;
  if (!list) {
    return <ProblemState title={text('chat.error')} error={error} onRetry={() => void refetch()} />;
  }
  if (rows.length === 0) {
    return <CenterState icon={<MessageIcon width="3.2rem" height="3.2rem" />} title={text('chat.empty')} />;
  }
  return (
    <LogScroller
      {...rest}
      rows={rows}
      contactName={conversation.contact.name}
      previous={{
        state: previous.isLoading ? 'loading' : previous.isError ? 'failed' : 'idle',
        load: cursor ? () => void loadPrevious({ conversationId: conversation.id, before: cursor }) : null,
      }}
    />
  );
};
