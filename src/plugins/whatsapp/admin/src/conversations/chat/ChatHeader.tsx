import { Flex, IconButton, Typography } from '@strapi/design-system';
import { ArrowLeft, Clock } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type { Conversation } from '../../../../contracts/inbox';
import { useText } from '../../parts/useText';
import { Avatar } from '../list/Avatar';
import { addressOf } from '../person-look';
import { useIsTyping } from '../useIsTyping';
import type { ReplyWindow } from '../reply-window';
import { AssigneePicker } from './AssigneePicker';

const Bar = styled.header`
  display: flex;
  flex-shrink: 0;
  flex-wrap: wrap;
  gap: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  align-items: center;
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
  background: ${({ theme }) => theme.colors.neutral0};
  border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};
`;

const OnPhone = styled.div`
  ${({ theme }) => theme.breakpoints.medium} {
    display: none;
  }
`;

const Time = styled.span<{ $isUrgent: boolean }>`
  display: inline-flex;
  flex-shrink: 0;
  gap: ${({ theme }) => theme.spaces[1]};
  align-items: center;
  padding: 0.4rem 0.8rem;
  border: 1px solid
    ${({ theme, $isUrgent }) => ($isUrgent ? theme.colors.warning600 : theme.colors.neutral200)};
  border-radius: 1.4rem;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  color: ${({ theme }) => theme.colors.neutral700};

  svg {
    width: 1.2rem;
    height: 1.2rem;
    fill: ${({ theme }) => theme.colors.neutral600};
  }
`;

const Typing = styled.span`
  color: ${({ theme }) => theme.colors.primary600};
`;

/** From here on the remaining time is marked: an answer should not wait for lunch. */
const URGENT_MINUTES = 120;

const Remaining = ({ replyWindow }: { replyWindow: ReplyWindow }) => {
  const text = useText();
  if (replyWindow.state === 'unlimited') return null;
  const isClosed = replyWindow.state === 'closed';
  const minutes = isClosed ? 0 : replyWindow.minutesLeft;
  const label = isClosed
    ? text('window.closed')
    : minutes >= 60
      ? text('window.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
      : text('window.minutes', { minutes });
  return (
    <Time $isUrgent={isClosed || minutes <= URGENT_MINUTES} title={text('window.explanation')}>
      <Clock aria-hidden />
      {label}
    </Time>
  );
};

/** Who it is, or that they write at the moment: in the same place, so that nothing moves. */
const SecondLine = ({ conversation: { id, contact, channel } }: { conversation: Conversation }) => {
  const text = useText();
  const isTyping = useIsTyping(id);
  const address = addressOf(contact);
  return (
    <Typography variant="pi" textColor="neutral600" tag="div" ellipsis>
      <span role="status" aria-live="polite">
        {isTyping ? <Typing>{text('chat.typing', { name: contact.name })}</Typing> : null}
      </span>
      {isTyping
        ? null
        : [address === contact.name ? null : address, channel.name].filter(Boolean).join(' · ')}
    </Typography>
  );
};

interface ChatHeaderProps {
  conversation: Conversation;
  replyWindow: ReplyWindow;
}

export const ChatHeader = ({ conversation, replyWindow }: ChatHeaderProps) => {
  const { contact } = conversation;
  const text = useText();
  const navigate = useNavigate();
  return (
    <Bar>
      <OnPhone>
        <IconButton
          variant="ghost"
          label={text('chat.back')}
          withTooltip={false}
          onClick={() => navigate('/plugins/whatsapp')}
        >
          <ArrowLeft />
        </IconButton>
      </OnPhone>
      <Avatar id={contact.id} name={contact.name} />
      <Flex direction="column" alignItems="stretch" flex="1 1 16rem" minWidth={0}>
        <Typography variant="delta" tag="h2" ellipsis>
          {contact.name}
        </Typography>
        <SecondLine conversation={conversation} />
      </Flex>
      <AssigneePicker conversation={conversation} />
      <Remaining replyWindow={replyWindow} />
    </Bar>
  );
};
