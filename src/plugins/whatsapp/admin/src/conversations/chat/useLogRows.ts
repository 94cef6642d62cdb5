import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { unseenAfter, type ChatRow } from '../chat-rows';

const BUBBLE_PX = 64;
/** Closer to the foot than this counts as reading the newest. */
const FOOT_PX = 96;
/** Older messages are asked for while this many rows are still above. */
const AHEAD = 6;
/** Room for the loader above the first message, there from the start so that nothing moves when it shows. */
const HEAD_PX = 48;

interface LogRowsInput {
  rows: ChatRow[];
  scroller: RefObject<HTMLDivElement>;
  onNearStart: (() => void) | null;
}

/**
 * Which rows are drawn, and where the reader stands. Older rows arrive above without moving what is read; newer ones
 * are followed while the reader is at the foot, and only counted while not.
 */
export const useLogRows = ({ rows, scroller, onNearStart }: LogRowsInput) => {
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => BUBBLE_PX,
    getItemKey,
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: FOOT_PX,
    paddingStart: HEAD_PX,
    paddingEnd: 12,
  });

  const [hasSettled, setHasSettled] = useState(false);
  useLayoutEffect(() => {
    virtualizer.scrollToEnd();
    // Heights are known only after the first drawing: until then the top of the log is not where the reader is.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => setHasSettled(true)));
    return () => cancelAnimationFrame(frame);
  }, [virtualizer]);

  const isAtEnd = !hasSettled || virtualizer.isAtEnd(FOOT_PX);
  const lastKey = rows.at(-1)?.key ?? null;
  const [seenKey, setSeenKey] = useState(lastKey);
  useEffect(() => {
    if (isAtEnd) setSeenKey(lastKey);
  }, [isAtEnd, lastKey]);

  // What a person writes is always shown to them, wherever they were reading.
  const ownKey = rows.at(-1)?.pending?.state === 'sending' ? lastKey : null;
  const wasAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (ownKey !== null || wasAtEnd.current) virtualizer.scrollToEnd();
  }, [ownKey, rows.length, virtualizer]);
  useEffect(() => {
    wasAtEnd.current = isAtEnd;
  });

  // A growing composer takes its room from the log: who reads the newest message goes on seeing it.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (wasAtEnd.current) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, virtualizer]);

  const isNearStart = hasSettled && (virtualizer.range?.startIndex ?? AHEAD) < AHEAD;
  useEffect(() => {
    if (isNearStart) onNearStart?.();
  }, [isNearStart, onNearStart]);

  return { virtualizer, hasSettled, isAtEnd, unseen: isAtEnd ? 0 : unseenAfter(rows, seenKey) };
};
