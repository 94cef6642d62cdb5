import type { ChangePage } from '../../../contracts/inbox';

/** What was asked (`after`) together with what was answered. */
export interface ChangesAnswer {
  after: number;
  page: ChangePage;
}

/**
 * Whether an answer tells a cached list something new. It does not when the list was read later than the answer
 * (older rows would overwrite newer ones), nor when the list is further behind than the question was: then the
 * rows between are missing, and the feed asks again from the list's own cursor.
 */
export const isNewsFor = (cursor: number, { after, page }: ChangesAnswer): boolean =>
  after <= cursor && cursor < page.meta.cursor;

/** From where to ask so that no cached list misses anything; null when nothing is cached. */
export const lowestCursor = (cursors: readonly number[]): number | null =>
  cursors.length > 0 ? Math.min(...cursors) : null;
