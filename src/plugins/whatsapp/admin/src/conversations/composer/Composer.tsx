import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { IconButton } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useIsMobile } from '@strapi/strapi/admin';
import { TEXT_MAX_LENGTH } from '../../../../contracts/outgoing';
import type { Message } from '../../../../contracts/inbox';
import { useText, type TextId } from '../../parts/useText';
import type { Drafts } from '../drafts';
import { Bar, Counter, Obstacle, TextArea, WriteLine } from './composer-styles';
import { ReplyPreview } from './ReplyPreview';
import { useAutosize } from './useAutosize';
import { useTypingVoice } from './useTypingVoice';

/** Why nothing can be written here at the moment. */
export type ComposerObstacle = 'visitor' | 'no-right' | 'window-closed';

const SENTENCES = {
  visitor: 'composer.visitor',
  'no-right': 'composer.no-right',
  'window-closed': 'composer.window-closed',
} as const satisfies Record<ComposerObstacle, TextId>;

/** The count shows only when it matters. */
const COUNT_FROM = TEXT_MAX_LENGTH - 300;

interface ComposerProps {
  conversationId: string;
  contactName: string;
  /** Whether the customer can see that somebody writes. */
  showsTyping: boolean;
  drafts: Drafts;
  replyTo: Message | null;
  onCancelReply: () => void;
  obstacle: ComposerObstacle | null;
  onSend: (body: string) => void;
}

/** An input method uses Enter to choose a word; that must not send half a sentence. */
const isComposing = ({ nativeEvent, keyCode }: KeyboardEvent): boolean =>
  nativeEvent.isComposing || keyCode === 229;

const Writing = ({
  conversationId,
  contactName,
  showsTyping,
  drafts,
  replyTo,
  onCancelReply,
  onSend,
}: Omit<ComposerProps, 'obstacle'>) => {
  const text = useText();
  const isPhone = useIsMobile();
  const area = useRef<HTMLTextAreaElement>(null);
  const [body, setBody] = useState(() => drafts.read(conversationId));
  useAutosize(area, body);
  const voice = useTypingVoice(conversationId, showsTyping);

  // On a phone the keyboard would cover the chat that was just opened.
  useEffect(() => {
    if (!isPhone) area.current?.focus({ preventScroll: true });
  }, [isPhone]);
  useEffect(() => {
    if (replyTo) area.current?.focus({ preventScroll: true });
  }, [replyTo]);

  const change = (value: string) => {
    setBody(value);
    drafts.write(conversationId, value);
  };
  const isTooLong = body.length > TEXT_MAX_LENGTH;
  const canSend = body.trim().length > 0 && !isTooLong;
  const send = () => {
    area.current?.focus({ preventScroll: true });
    if (!canSend) return;
    onSend(body.trim());
    voice.sent();
    change('');
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape' && replyTo) onCancelReply();
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };

  return (
    <>
      {replyTo ? <ReplyPreview message={replyTo} contactName={contactName} onCancel={onCancelReply} /> : null}
      <WriteLine>
        <TextArea
          ref={area}
          rows={1}
          value={body}
          onChange={(event) => {
            change(event.target.value);
            voice.typed(event.target.value);
          }}
          onKeyDown={handleKeyDown}
          placeholder={text('composer.placeholder')}
          aria-label={text('composer.label', { name: contactName })}
          aria-describedby="whatsapp-composer-count"
          aria-invalid={isTooLong}
        />
        <IconButton
          variant="default"
          size="L"
          label={text('composer.send')}
          withTooltip={false}
          disabled={!canSend}
          onClick={send}
        >
          <PaperPlane />
        </IconButton>
      </WriteLine>
      <Counter id="whatsapp-composer-count" $isTooLong={isTooLong} role="status">
        {body.length >= COUNT_FROM
          ? text(isTooLong ? 'composer.too-long' : 'composer.count', {
              count: body.length,
              max: TEXT_MAX_LENGTH,
            })
          : null}
      </Counter>
    </>
  );
};

/** Where the answer is written, or the sentence that says why none can be. */
export const Composer = ({ obstacle, ...rest }: ComposerProps) => {
  const text = useText();
  return (
    <Bar>
      {obstacle ? <Obstacle role="status">{text(SENTENCES[obstacle])}</Obstacle> : <Writing {...rest} />}
    </Bar>
  );
};
