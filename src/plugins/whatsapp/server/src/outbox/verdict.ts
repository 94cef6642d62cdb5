import { WhatsAppError, type ErrorKind } from '../../../contracts/errors';
import { clock, DAY_MS } from '../kit/clock';
import type { MessageRow } from '../store';

/** What a failed send means for the message. Only a certain "not sent" may be tried again. */
type Verdict = 'again' | 'refused' | 'unknown';

const VERDICTS: Record<ErrorKind, Verdict> = {
  throttled: 'again',
  unreachable: 'again',
  'unknown-outcome': 'unknown',
  invalid: 'refused',
  unauthorized: 'refused',
  forbidden: 'refused',
  'not-found': 'refused',
  conflict: 'refused',
  unsupported: 'refused',
  rejected: 'refused',
  'session-lost': 'refused',
  internal: 'refused',
};

const GIVE_UP_AFTER_MS = DAY_MS;

export const verdictOn = ({ sentAt }: Pick<MessageRow, 'sentAt'>, { kind }: WhatsAppError): Verdict => {
  const verdict = VERDICTS[kind];
  const isOld = clock.now().getTime() - sentAt.getTime() > GIVE_UP_AFTER_MS;
  return verdict === 'again' && isOld ? 'refused' : verdict;
};

export const asWhatsAppError = (error: unknown): WhatsAppError =>
  error instanceof WhatsAppError
    ? error
    : new WhatsAppError('internal', 'The message could not be sent', { cause: error });
