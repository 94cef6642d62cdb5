/** Calendar days in the reader's own time zone. */
const dayNumber = (at: Date): number =>
  Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000);

export const isSameDay = (a: Date, b: Date): boolean => dayNumber(a) === dayNumber(b);

export type Nearness = 'today' | 'yesterday' | 'this-week' | 'this-year' | 'earlier';

/** How a moment is best named from now. A clock that runs ahead must not name the future: that is today. */
export const nearnessOf = (at: Date, now: Date): Nearness => {
  const days = dayNumber(now) - dayNumber(at);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 7) return 'this-week';
  return at.getFullYear() === now.getFullYear() ? 'this-year' : 'earlier';
};
