import { ArrowRight } from '@strapi/icons';
import type { Message } from '../../../../contracts/inbox';
import { useMoment } from '../../parts/useMoment';
import { useText } from '../../parts/useText';
import { tickOf } from '../tick';
import { TickMark } from '../TickMark';
import { Author, BubbleBox, Foot, Remark, type BubbleTone } from './bubble-styles';
import { Content } from './Content';
import { FailureNote } from './FailureNote';
import type { MessageRowProps } from './MessageRow';
import { Quote } from './Quote';

const toneOf = ({ direction, status }: Message): BubbleTone => {
  if (direction === 'in') return 'in';
  return status === 'failed' || status === 'unknown' ? status : 'out';
};

type BubbleProps = Omit<MessageRowProps, 'now' | 'onReply'>;

/** What one side said: who, to what, what, when, and how far it came. */
export const Bubble = ({
  row,
  contactName,
  isHighlighted,
  onJump,
  onRetryPending,
  onDiscardPending,
  mayRetry,
}: BubbleProps) => {
  const text = useText();
  const { clock, full } = useMoment();
  const { message, pending, continues } = row;
  const isOut = message.direction === 'out';
  const who = isOut ? (message.author ?? text('chat.other-device')) : contactName;
  const tick = tickOf(message);
  const at = new Date(message.sentAt);

  return (
    <BubbleBox
      $tone={toneOf(message)}
      $isHighlighted={isHighlighted}
      aria-label={text('chat.message-of', { name: who })}
      data-message={message.id}
      data-direction={message.direction}
      data-status={message.status}
    >
      {isOut && !continues ? <Author>{who}</Author> : null}
      {message.forwarded ? (
        <Remark>
          <ArrowRight aria-hidden />
          {text('content.forwarded')}
        </Remark>
      ) : null}
      {message.quoted ? <Quote quoted={message.quoted} contactName={contactName} onJump={onJump} /> : null}
      <Content content={message.content} owner={message} />
      <Foot>
        <time dateTime={at.toISOString()} title={full(at)}>
          {clock(at)}
        </time>
        {tick ? <TickMark tick={tick} /> : null}
      </Foot>
      <FailureNote
        message={message}
        pending={pending}
        mayRetry={mayRetry}
        onRetryPending={onRetryPending}
        onDiscardPending={onDiscardPending}
      />
    </BubbleBox>
  );
};
