import type { Check, CheckReport } from '../../../contracts/channel';
import type { SessionState } from '../../../contracts/web-session';
import { formatPhone } from '../kit/phone';
import type { WebSessionRow } from '../store';
import { stateOf } from './session.presenter';

const FOUND: Record<SessionState, Pick<Check, 'result' | 'message' | 'remedy'>> = {
  online: { result: 'passed', message: 'The session is online' },
  syncing: { result: 'warning', message: 'The session is linked and loads its chats' },
  starting: { result: 'warning', message: 'The session is starting' },
  pairing: { result: 'warning', message: 'The phone is being linked' },
  reconnecting: { result: 'failed', message: 'WhatsApp is not reached at present; it is tried again' },
  degraded: { result: 'warning', message: 'WhatsApp answers, but not as it should' },
  stopped: { result: 'failed', message: 'The session is closed', remedy: 'Start it.' },
  'scan-code': {
    result: 'failed',
    message: 'No phone is linked',
    remedy: 'Scan the code with WhatsApp on the phone: Linked devices → Link a device.',
  },
  conflict: {
    result: 'failed',
    message: 'The same login is in use somewhere else',
    remedy: 'Close it there, then start the session here.',
  },
  unlinked: {
    result: 'failed',
    message: 'The phone has ended the link',
    remedy: 'Start the session and scan the code again.',
  },
  failed: { result: 'failed', message: 'The session cannot be started' },
};

/** The session as a line of a connection test, with the bridge's own reason where it gave one. */
export const reportOf = (row: WebSessionRow): CheckReport => {
  const { phoneNumber, profileName } = row;
  const { state, reason } = stateOf(row);
  const found = FOUND[state];
  return {
    checks: [{ id: 'session', ...found, message: reason ? `${found.message}: ${reason}` : found.message }],
    number: {
      ...(phoneNumber ? { displayPhoneNumber: formatPhone(phoneNumber) } : {}),
      ...(profileName ? { verifiedName: profileName } : {}),
    },
  };
};
