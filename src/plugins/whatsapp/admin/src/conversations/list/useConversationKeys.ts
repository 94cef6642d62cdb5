import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Conversation } from '../../../../contracts/inbox';
import { nextIndex } from './list-keys';

interface ConversationKeysInput {
  items: Conversation[];
  selectedId: string;
  scroller: RefObject<HTMLDivElement>;
}

/** Tries for a moment, because a row far away is drawn only after the list has scrolled to it. */
const focusRow = (scroller: HTMLDivElement | null, id: string, tries = 10): void => {
  const row = scroller?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"]`);
  if (row) row.focus();
  else if (tries > 0) requestAnimationFrame(() => focusRow(scroller, id, tries - 1));
};

/** Arrow keys move through the list, Enter opens. Leaving a chat on a phone puts the focus back on its row. */
export const useConversationKeys = ({ items, selectedId, scroller }: ConversationKeysInput) => {
  const [focusedId, setTabStopId] = useState(selectedId);
  const scrollRef = useRef<(index: number) => void>(() => undefined);
  const openedId = useRef(selectedId);

  const isListed = (id: string) => items.some((item) => item.id === id);
  const tabStopId = [focusedId, selectedId].find(isListed) ?? items[0]?.id ?? '';

  useEffect(() => {
    const leftId = openedId.current;
    openedId.current = selectedId;
    if (leftId && !selectedId) focusRow(scroller.current, leftId);
  }, [scroller, selectedId]);

  const handleKeyDown = (event: KeyboardEvent) => {
    const index = items.findIndex(({ id }) => id === tabStopId);
    const next = nextIndex(event.key, index, items.length);
    const target = next === null ? undefined : items[next];
    if (next === null || !target) return;
    event.preventDefault();
    setTabStopId(target.id);
    scrollRef.current(next);
    focusRow(scroller.current, target.id);
  };

  return { tabStopId, setTabStopId, handleKeyDown, scrollRef };
};
