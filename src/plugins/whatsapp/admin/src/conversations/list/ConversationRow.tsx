import { memo } from 'react';
import { VisuallyHidden } from '@strapi/design-system';
import type { Conversation } from '../../../../contracts/inbox';
import { useMoment } from '../../parts/useMoment';
import { useText } from '../../parts/useText';
import { tickOf } from '../tick';
import { TickMark } from '../TickMark';
import { Avatar, Initials } from './Avatar';
import { useIsTyping } from '../useIsTyping';
import { Badge, ChannelName, Line, Lines, Name, Preview, RowLink, TypingPreview, When } from './row-styles';

interface ConversationRowProps {
  conversation: Conversation;
  isSelected: boolean;
  /** Only one row takes part in the tab order; arrow keys move between rows. */
  isTabStop: boolean;
  now: Date;
  onFocus: (conversationId: string) => void;
}

const LastMessage = ({ conversation: { id, lastMessage, unreadCount } }: { conversation: Conversation }) => {
  const text = useText();
  // Told aloud in the header of the chat that is open, and in no other row.
  if (useIsTyping(id)) return <TypingPreview $isStrong={false}>{text('list.typing')}</TypingPreview>;
  if (!lastMessage) return <Preview $isStrong={false}>{text('list.no-message')}</Preview>;
  const tick = tickOf(lastMessage);
  return (
    <>
      {tick ? <TickMark tick={tick} /> : null}
      <Preview $isStrong={unreadCount > 0}>{lastMessage.preview}</Preview>
    </>
  );
};

/** One conversation in the list: who, what was said last, when, and how much of it is unread. */
export const ConversationRow = memo(
  ({ conversation, isSelected, isTabStop, now, onFocus }: ConversationRowProps) => {
    const text = useText();
    const { brief, full } = useMoment();
    const { id, contact, channel, assignee, lastMessage, unreadCount } = conversation;
    const at = lastMessage ? new Date(lastMessage.at) : null;

    return (
      <RowLink
        to={`/plugins/whatsapp/${encodeURIComponent(id)}`}
        aria-current={isSelected ? 'true' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={() => onFocus(id)}
        data-conversation={id}
      >
        <Avatar id={contact.id} name={contact.name} />
        <Lines>
          <Line>
            <Name $isStrong={unreadCount > 0}>{contact.name}</Name>
            {at ? (
              <When dateTime={at.toISOString()} title={full(at)} $isStrong={unreadCount > 0}>
                {brief(at, now)}
              </When>
            ) : null}
          </Line>
          <Line>
            <LastMessage conversation={conversation} />
            {unreadCount > 0 ? (
              <Badge>
                <span aria-hidden>{unreadCount > 99 ? '99+' : unreadCount}</span>
                <VisuallyHidden>{text('list.unread', { count: unreadCount })}</VisuallyHidden>
              </Badge>
            ) : null}
          </Line>
          <Line>
            <ChannelName>{channel.name}</ChannelName>
            {assignee ? (
              <>
                <Initials id={assignee.id} name={assignee.name} title={assignee.name} />
                <VisuallyHidden>{text('assignee.of-row', { name: assignee.name })}</VisuallyHidden>
              </>
            ) : null}
          </Line>
        </Lines>
      </RowLink>
    );
  },
);
ConversationRow.displayName = 'ConversationRow';
