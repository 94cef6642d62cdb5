import type { ChannelState } from '../../../contracts/channel';
import type { SessionReport, SessionState, SessionWish } from '../../../contracts/web-session';
import type { WebSessionRow } from '../store';

/** What the list of channels says of a channel whose session is in this state. */
export const CHANNEL_STATE: Record<SessionState, ChannelState> = {
  stopped: 'paused',
  starting: 'attention',
  'scan-code': 'attention',
  pairing: 'attention',
  syncing: 'connected',
  online: 'connected',
  degraded: 'attention',
  reconnecting: 'attention',
  conflict: 'attention',
  unlinked: 'attention',
  failed: 'attention',
};

/** The session has come to its end by itself: what people wanted of it is over, and a bridge need not keep it. */
const ENDS: ReadonlySet<SessionState> = new Set<SessionState>(['conflict', 'unlinked']);

/** The file itself is removed by the daily sweep: no row knows it any more, and it is encrypted. */
export const WITHOUT_BACKUP = { backupKey: null, backupFence: null, backupAt: null } as const;

/** Where a wish is fulfilled, the bridge lets go. */
const FULFILLED: Record<SessionWish, SessionState | null> = {
  running: null,
  stopped: 'stopped',
  unlinked: 'unlinked',
};

/** What a bridge's report makes of the row; `isOver`: nobody has to run it any more. */
export const afterReport = (
  { wish }: Pick<WebSessionRow, 'wish'>,
  report: SessionReport,
): { isOver: boolean; change: Partial<WebSessionRow> } => {
  const isOver = ENDS.has(report.state) || FULFILLED[wish] === report.state;
  const isForgotten = report.state === 'unlinked';
  return {
    isOver,
    change: {
      state: report.state,
      stateReason: report.reason,
      stateAt: new Date(report.stateAt),
      nextTryAt: report.nextTryAt ? new Date(report.nextTryAt) : null,
      codeAt: report.codeAt ? new Date(report.codeAt) : null,
      importedPercent: report.importedPercent,
      // Who it was stays readable; only a new link says otherwise.
      ...(report.phoneNumber ? { phoneNumber: report.phoneNumber } : {}),
      ...(report.profileName ? { profileName: report.profileName } : {}),
      ...(isOver ? { wish: 'stopped' as const, leaseUntil: null } : {}),
      // The login is gone with the link, and its copy with it: any bridge may make the next one.
      ...(isOver && isForgotten ? { bridgeId: null, bridgeUrl: null, ...WITHOUT_BACKUP } : {}),
    },
  };
};
