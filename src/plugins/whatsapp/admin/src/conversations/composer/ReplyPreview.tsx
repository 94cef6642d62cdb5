import { Flex, IconButton } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import type { Message } from '../../../../contracts/inbox';
import { useText } from '../../parts/useText';
import { Quote } from '../chat/Quote';
import { previewOf } from '../content-preview';

interface ReplyPreviewProps {
  message: Message;
  contactName: string;
  onCancel: () => void;
}

/** What the next message will answer. */
export const ReplyPreview = ({ message, contactName, onCancel }: ReplyPreviewProps) => {
  const text = useText();
  return (
    <Flex gap={2} alignItems="center" role="group" aria-label={text('composer.replying')}>
      <Quote
        quoted={{ id: message.id, direction: message.direction, preview: previewOf(message.content, text) }}
        contactName={contactName}
        onJump={null}
      />
      <IconButton
        variant="ghost"
        size="S"
        label={text('composer.cancel-reply')}
        withTooltip={false}
        onClick={onCancel}
      >
        <Cross />
      </IconButton>
    </Flex>
  );
};
