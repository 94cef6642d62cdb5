import { useCallback, useEffect, type MutableRefObject, type RefObject } from 'react';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import type { Conversation } from '../../../../contracts/inbox';

const ROW_PX = 84;
/** The next page is asked for while this many rows are still below. */
const AHEAD = 8;

interface ConversationRowsInput {
  items: Conversation[];
  scroller: RefObject<HTMLDivElement>;
  /** The row that holds the focus stays drawn, or the focus would be lost while scrolling. */
  keepId: string;
  /** Filled with the way to bring a row into view. */
  scrollRef: MutableRefObject<(index: number) => void>;
  onNearEnd: (() => void) | null;
}

/** Which rows are drawn, and where. */
export const useConversationRows = ({
  items,
  scroller,
  keepId,
  scrollRef,
  onNearEnd,
}: ConversationRowsInput) => {
  const keepIndex = items.findIndex(({ id }) => id === keepId);
  const getItemKey = useCallback((index: number) => items[index]?.id ?? index, [items]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (keepIndex < 0 || indexes.includes(keepIndex)) return indexes;
      return [...indexes, keepIndex].sort((a, b) => a - b);
    },
    [keepIndex],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey,
    rangeExtractor,
    overscan: 6,
  });

  useEffect(() => {
    scrollRef.current = (index) => virtualizer.scrollToIndex(index);
  }, [scrollRef, virtualizer]);

  const lastShown = virtualizer.range?.endIndex ?? -1;
  const isNearEnd = lastShown >= 0 && lastShown >= items.length - AHEAD;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd]);

  return {
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    visible: virtualizer.getVirtualItems().flatMap(({ key, index, start }) => {
      const conversation = items[index];
      return conversation ? [{ key, index, start, conversation }] : [];
    }),
  };
};
