import { useLayoutEffect, type RefObject } from 'react';

/** As tall as its text, within the limits of its style. */
export const useAutosize = (area: RefObject<HTMLTextAreaElement>, value: string): void => {
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    const borders = element.offsetHeight - element.clientHeight;
    element.style.height = `${element.scrollHeight + borders}px`;
  }, [area, value]);
};
