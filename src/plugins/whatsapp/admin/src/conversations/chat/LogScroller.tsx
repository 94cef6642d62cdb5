import { useCallback, useEffect, useRef, useState } from 'react';
import { Button, Loader } from '@strapi/design-system';
import type { Message } from '../../../../contracts/inbox';
import { useText } from '../../parts/useText';
import type { ChatRow } from '../chat-rows';
import type { PendingMessage } from '../pending-messages';
import { JumpToLatest } from './JumpToLatest';
import { LogFrame, LogHead, LogRow, LogSizer, LogViewport } from './log-styles';
import { MessageRow } from './MessageRow';
import { NewMessageNote } from './NewMessageNote';
import { useLogRows } from './useLogRows';

const HIGHLIGHT_MS = 1_600;

interface LogScrollerProps {
  rows: ChatRow[];
  contactName: string;
  now: Date;
  previous: { state: 'idle' | 'loading' | 'failed'; load: (() => void) | null };
  onReply: ((message: Message) => void) | null;
  onRetryPending: (message: PendingMessage) => void;
  onDiscardPending: (clientId: string) => void;
  mayRetry: boolean;
}

/** The scrolling log itself. */
export const LogScroller = ({ rows, contactName, previous, ...rest }: LogScrollerProps) => {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { virtualizer, hasSettled, isAtEnd, unseen } = useLogRows({
    rows,
    scroller,
    onNearStart: previous.state === 'idle' ? previous.load : null,
  });

  const [highlightedId, setHighlightedId] = useState<string | null>(null);
  useEffect(() => {
    if (!highlightedId) return undefined;
    const timer = setTimeout(() => setHighlightedId(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlightedId]);

  const jumpTo = useCallback(
    (messageId: string) => {
      const index = rows.findIndex(({ message }) => message.id === messageId);
      if (index < 0) return;
      virtualizer.scrollToIndex(index, { align: 'center' });
      setHighlightedId(messageId);
    },
    [rows, virtualizer],
  );
  const loadedIds = new Set(rows.map(({ message }) => message.id));

  return (
    <LogFrame>
      {/* New messages are announced by their own note: rows that only scroll into view are no news. */}
      <LogViewport
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={text('chat.log', { name: contactName })}
        tabIndex={0}
        $isSettled={hasSettled}
      >
        <LogSizer style={{ height: `${virtualizer.getTotalSize()}px` }}>
          <LogHead>
            {previous.state === 'loading' ? <Loader small>{text('chat.loading-previous')}</Loader> : null}
            {previous.state === 'failed' && previous.load ? (
              <Button variant="tertiary" size="S" onClick={previous.load}>
                {text('chat.load-previous-again')}
              </Button>
            ) : null}
          </LogHead>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const { quoted } = row.message;
            return (
              <LogRow
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                style={{ transform: `translateY(${start}px)` }}
              >
                <MessageRow
                  {...rest}
                  row={row}
                  contactName={contactName}
                  isHighlighted={row.message.id === highlightedId}
                  onJump={quoted && loadedIds.has(quoted.id) ? jumpTo : null}
                />
              </LogRow>
            );
          })}
        </LogSizer>
      </LogViewport>
      {isAtEnd ? null : <JumpToLatest unseen={unseen} onJump={() => virtualizer.scrollToEnd()} />}
      <NewMessageNote rows={rows} contactName={contactName} />
    </LogFrame>
  );
};
