import { useState } from 'react';
import { LinkButton } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { useRBAC } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import type { Conversation, Message } from '../../../../contracts/inbox';
import { useGetWhatsAppConversationQuery } from '../../api/conversations';
import { problemOf } from '../../api/problem';
import { ProblemState } from '../../parts/ProblemState';
import { useNow } from '../../parts/useNow';
import { useText } from '../../parts/useText';
import { SEND_MESSAGES } from '../../permissions';
import { Composer } from '../composer/Composer';
import { previewOf } from '../content-preview';
import { replyWindowOf } from '../reply-window';
import { useMarkRead } from '../useMarkRead';
import { useOutgoing } from '../useOutgoing';
import { ChatHeader } from './ChatHeader';
import { ChatLog } from './ChatLog';
import { ChatSkeleton } from './ChatSkeleton';

interface ChatPaneProps {
  conversationId: string;
  /** From the list, where it is loaded already. */
  listed: Conversation | undefined;
  owner: string;
  author: string | null;
}

const Chat = ({
  conversation,
  owner,
  author,
}: { conversation: Conversation } & Omit<ChatPaneProps, 'listed' | 'conversationId'>) => {
  const text = useText();
  const now = useNow();
  const { allowedActions, isLoading: isCheckingRights } = useRBAC(SEND_MESSAGES);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const { pending, send, retry, discard, drafts } = useOutgoing(owner, conversation.id);
  useMarkRead(conversation);

  const replyWindow = replyWindowOf(conversation, now);
  const maySend = allowedActions.canSend === true;
  const canAnswer = maySend && replyWindow.state !== 'closed';

  const handleSend = (body: string) => {
    send(body, replyTo ? { message: replyTo, preview: previewOf(replyTo.content, text) } : null);
    setReplyTo(null);
  };

  return (
    <>
      <ChatHeader conversation={conversation} replyWindow={replyWindow} />
      <ChatLog
        conversation={conversation}
        pending={pending}
        author={author}
        now={now}
        onReply={canAnswer ? setReplyTo : null}
        onRetryPending={retry}
        onDiscardPending={discard}
        mayRetry={maySend}
      />
      <Composer
        conversationId={conversation.id}
        contactName={conversation.contact.name}
        drafts={drafts}
        replyTo={replyTo}
        onCancelReply={() => setReplyTo(null)}
        obstacle={isCheckingRights ? 'checking' : !maySend ? 'no-right' : canAnswer ? null : 'window-closed'}
        onSend={handleSend}
      />
    </>
  );
};

/** One conversation: who it is with, what was said, and the answer. */
export const ChatPane = ({ conversationId, listed, owner, author }: ChatPaneProps) => {
  const text = useText();
  const alone = useGetWhatsAppConversationQuery(conversationId, { skip: listed !== undefined });
  const conversation = listed ?? alone.data;

  if (conversation) return <Chat conversation={conversation} owner={owner} author={author} />;
  if (!alone.isError) return <ChatSkeleton />;
  const isMissing = problemOf(alone.error).kind === 'not-found';
  return (
    <ProblemState
      title={text(isMissing ? 'chat.missing' : 'chat.error')}
      error={alone.error}
      onRetry={isMissing ? undefined : () => void alone.refetch()}
      wayOut={
        <LinkButton tag={Link} to="/plugins/whatsapp" variant="tertiary" startIcon={<ArrowLeft />}>
          {text('chat.back')}
        </LinkButton>
      }
    />
  );
};
