import { memo } from 'react';
import { IconButton } from '@strapi/design-system';
import type { Message } from '../../../../contracts/inbox';
import { useMoment } from '../../parts/useMoment';
import { useText } from '../../parts/useText';
import type { ChatRow } from '../chat-rows';
import type { PendingMessage } from '../pending-messages';
import { Bubble } from './Bubble';
import { BesideBubble, Middle, Pill, Side } from './bubble-styles';
import { ReplyIcon } from './ReplyIcon';

export interface MessageRowProps {
  row: ChatRow;
  contactName: string;
  now: Date;
  isHighlighted: boolean;
  /** Null when the quoted message is not loaded. */
  onJump: ((messageId: string) => void) | null;
  onReply: ((message: Message) => void) | null;
  onRetryPending: (message: PendingMessage) => void;
  onDiscardPending: (clientId: string) => void;
  mayRetry: boolean;
}

/** Only what WhatsApp knows can be quoted: not what failed, waits, or was never a message of its own. */
const canBeQuoted = ({ status, content }: Message): boolean =>
  ['received', 'sent', 'delivered', 'read', 'played'].includes(status) &&
  !['system', 'reaction', 'edit', 'revoke'].includes(content.type);

const DaySeparator = ({ at, now }: { at: string; now: Date }) => {
  const { day } = useMoment();
  return (
    <Middle role="separator" aria-label={day(new Date(at), now)}>
      <Pill aria-hidden>{day(new Date(at), now)}</Pill>
    </Middle>
  );
};

const SystemLine = ({ message: { content } }: { message: Message }) => {
  const text = useText();
  if (content.type !== 'system') return null;
  return (
    <Middle>
      <Pill>{content.body ?? text('content.system')}</Pill>
    </Middle>
  );
};

/** One row of the log: the day it begins, if it does, then the message on its side. */
export const MessageRow = memo(({ row, now, onReply, ...rest }: MessageRowProps) => {
  const text = useText();
  const { message, startsDay, continues } = row;
  const mayReply = onReply !== null && row.pending === null && canBeQuoted(message);

  return (
    <>
      {startsDay ? <DaySeparator at={message.sentAt} now={now} /> : null}
      {message.content.type === 'system' ? (
        <SystemLine message={message} />
      ) : (
        <Side $isOut={message.direction === 'out'} $continues={continues}>
          <Bubble row={row} {...rest} />
          {mayReply ? (
            <BesideBubble>
              <IconButton
                variant="ghost"
                size="S"
                label={text('chat.reply')}
                withTooltip={false}
                onClick={() => onReply(message)}
              >
                <ReplyIcon />
              </IconButton>
            </BesideBubble>
          ) : null}
        </Side>
      )}
    </>
  );
});
MessageRow.displayName = 'MessageRow';
