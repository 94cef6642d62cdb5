import { useState } from 'react';
import { LinkButton } from '@strapi/design-system';
import { ArrowLeft, User } from '@strapi/icons';
import { Link } from 'react-router-dom';
import type { Conversation, Message } from '../../../../contracts/inbox';
import { useGetWhatsAppConversationQuery } from '../../api/conversations';
import { problemOf } from '../../api/problem';
import { useCompany, useRight } from '../../company/CompanyContext';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useNow } from '../../parts/useNow';
import { useText } from '../../parts/useText';
import { Composer, type ComposerObstacle } from '../composer/Composer';
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
  /** It was this member's to see until just now. */
  isGone: boolean;
  owner: string;
  author: string | null;
}

const obstacleOf = ({
  isVisitor,
  maySend,
  isOpen,
}: Record<'isVisitor' | 'maySend' | 'isOpen', boolean>): ComposerObstacle | null => {
  if (isVisitor) return 'visitor';
  if (!maySend) return 'no-right';
  return isOpen ? null : 'window-closed';
};

const Chat = ({
  conversation,
  owner,
  author,
}: { conversation: Conversation } & Pick<ChatPaneProps, 'owner' | 'author'>) => {
  const text = useText();
  const now = useNow();
  const { member } = useCompany();
  const maySend = useRight('send');
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const { pending, send, retry, discard, drafts } = useOutgoing(owner, conversation.id);
  // Whoever only looks in leaves the badge to those who answer.
  useMarkRead(member.role === 'visitor' ? undefined : conversation);

  const replyWindow = replyWindowOf(conversation, now);
  const obstacle = obstacleOf({
    isVisitor: member.role === 'visitor',
    maySend,
    isOpen: replyWindow.state !== 'closed',
  });

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
        onReply={obstacle ? null : setReplyTo}
        onRetryPending={retry}
        onDiscardPending={discard}
        mayRetry={maySend}
      />
      <Composer
        conversationId={conversation.id}
        contactName={conversation.contact.name}
        showsTyping={conversation.channel.kind === 'web'}
        drafts={drafts}
        replyTo={replyTo}
        onCancelReply={() => setReplyTo(null)}
        obstacle={obstacle}
        onSend={handleSend}
      />
    </>
  );
};

const BackToList = () => (
  <LinkButton tag={Link} to="/plugins/whatsapp" variant="tertiary" startIcon={<ArrowLeft />}>
    {useText()('chat.back')}
  </LinkButton>
);

/** One conversation: who it is with, what was said, and the answer. */
export const ChatPane = ({ conversationId, listed, isGone, owner, author }: ChatPaneProps) => {
  const text = useText();
  const alone = useGetWhatsAppConversationQuery(conversationId, { skip: isGone || listed !== undefined });
  const conversation = listed ?? alone.data;

  if (isGone) {
    return (
      <CenterState
        role="status"
        icon={<User width="3.2rem" height="3.2rem" />}
        title={text('chat.gone.title')}
        action={<BackToList />}
      >
        {text('chat.gone.hint')}
      </CenterState>
    );
  }
  if (conversation) return <Chat conversation={conversation} owner={owner} author={author} />;
  if (!alone.isError) return <ChatSkeleton />;
  const isMissing = problemOf(alone.error).kind === 'not-found';
  return (
    <ProblemState
      title={text(isMissing ? 'chat.missing' : 'chat.error')}
      error={alone.error}
      onRetry={isMissing ? undefined : () => void alone.refetch()}
      wayOut={<BackToList />}
    />
  );
};
