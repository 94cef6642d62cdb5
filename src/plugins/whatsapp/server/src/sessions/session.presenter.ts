import { WebSession } from '../../../contracts/web-session';
import { addMs, sharedClock } from '../kit/clock';
import type { WebSessionRow } from '../store';

/** A bridge that has room takes what shall run within a few seconds. */
const TAKEN_WITHIN_MS = 20_000;

/** What was said last is not how it is, once nobody answers for it any more. */
const withoutBridge = ({ wish, leaseUntil, stateAt }: WebSessionRow): boolean => {
  const now = sharedClock.now();
  if (wish !== 'running') return false;
  if (leaseUntil) return leaseUntil < now;
  return stateAt === null || addMs(stateAt, TAKEN_WITHIN_MS) < now;
};

/** How it is now, as far as anybody can say. */
export const stateOf = (row: WebSessionRow): Pick<WebSession, 'state' | 'reason'> =>
  withoutBridge(row)
    ? { state: 'reconnecting', reason: 'No bridge answers for this session' }
    : { state: row.state, reason: row.stateReason };

/** A session as a person may see it: neither which bridge has it nor its code. */
export const presentSession = (row: WebSessionRow, defaultNewContactsPerDay: number): WebSession =>
  WebSession.parse({
    ...row,
    ...stateOf(row),
    defaultNewContactsPerDay,
    since: row.stateAt?.toISOString() ?? null,
    backedUpAt: row.backupAt?.toISOString() ?? null,
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
  });
