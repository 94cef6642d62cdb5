import type { SessionAct, SessionState, WebSession } from '../../../../contracts/web-session';
import type { TextId } from '../../parts/useText';

interface Look {
  label: TextId;
  variant: 'success' | 'warning' | 'danger' | 'neutral' | 'secondary';
  /** What it means, and what a person should do. */
  hint: TextId;
}

export const LOOKS: Record<SessionState, Look> = {
  stopped: { label: 'session.stopped', variant: 'neutral', hint: 'session.stopped.hint' },
  starting: { label: 'session.starting', variant: 'secondary', hint: 'session.starting.hint' },
  'scan-code': { label: 'session.scan-code', variant: 'warning', hint: 'session.scan-code.hint' },
  pairing: { label: 'session.pairing', variant: 'secondary', hint: 'session.pairing.hint' },
  syncing: { label: 'session.syncing', variant: 'secondary', hint: 'session.syncing.hint' },
  online: { label: 'session.online', variant: 'success', hint: 'session.online.hint' },
  degraded: { label: 'session.degraded', variant: 'warning', hint: 'session.degraded.hint' },
  reconnecting: { label: 'session.reconnecting', variant: 'warning', hint: 'session.reconnecting.hint' },
  conflict: { label: 'session.conflict', variant: 'danger', hint: 'session.conflict.hint' },
  unlinked: { label: 'session.unlinked', variant: 'danger', hint: 'session.unlinked.hint' },
  failed: { label: 'session.failed', variant: 'danger', hint: 'session.failed.hint' },
};

/** Whether there is something to scan. */
export const hasCode = ({ state }: Pick<WebSession, 'state'>): boolean => state === 'scan-code';

/** What may be pressed. A session that shall run is closed, restarted or unlinked; one that shall not is started. */
export const actsOf = ({ wish, phoneNumber, state }: WebSession): SessionAct[] => {
  if (wish === 'unlinked') return [];
  const isLinked = phoneNumber !== null && state !== 'unlinked';
  if (wish === 'stopped') return isLinked ? ['start', 'unlink'] : ['start'];
  return isLinked ? ['restart', 'stop', 'unlink'] : ['restart', 'stop'];
};
