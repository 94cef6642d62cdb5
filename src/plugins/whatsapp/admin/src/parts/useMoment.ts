import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { nearnessOf } from './day';
import { useText } from './useText';

/** Moments in words, as short as the place allows. */
export const useMoment = () => {
  const { formatDate } = useIntl();
  const text = useText();

  const clock = useCallback(
    (at: Date) => formatDate(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    [formatDate],
  );

  /** For a narrow list: the hour today, then yesterday, the weekday, the date. */
  const brief = useCallback(
    (at: Date, now: Date): string => {
      switch (nearnessOf(at, now)) {
        case 'today':
          return clock(at);
        case 'yesterday':
          return text('time.yesterday');
        case 'this-week':
          return formatDate(at, { weekday: 'short' });
        case 'this-year':
          return formatDate(at, { day: 'numeric', month: 'short' });
        case 'earlier':
          return formatDate(at, { day: '2-digit', month: '2-digit', year: 'numeric' });
      }
    },
    [clock, formatDate, text],
  );

  /** For the line between two days. */
  const day = useCallback(
    (at: Date, now: Date): string => {
      switch (nearnessOf(at, now)) {
        case 'today':
          return text('time.today');
        case 'yesterday':
          return text('time.yesterday');
        case 'this-week':
          return formatDate(at, { weekday: 'long' });
        case 'this-year':
          return formatDate(at, { weekday: 'long', day: 'numeric', month: 'long' });
        case 'earlier':
          return formatDate(at, { day: 'numeric', month: 'long', year: 'numeric' });
      }
    },
    [formatDate, text],
  );

  /** Date and hour, where precision matters. */
  const full = useCallback(
    (at: Date) => formatDate(at, { dateStyle: 'medium', timeStyle: 'short' }),
    [formatDate],
  );

  return { clock, brief, day, full };
};
