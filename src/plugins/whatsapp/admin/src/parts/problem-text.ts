import type { Problem } from '../api/problem';
import type { ErrorKind } from '../../../contracts/errors';
import type { MessageFailure } from '../../../contracts/inbox';
import { NEW_CONTACTS_CODE } from '../../../contracts/web-session';
import type { Text, TextId } from './useText';

/** A failure in the reader's language: what happened, and what to do. */
export interface Explanation {
  reason: string;
  remedy: string | null;
}

const KIND_TEXTS = {
  invalid: 'problem.invalid',
  unauthorized: 'problem.unauthorized',
  forbidden: 'problem.forbidden',
  'not-found': 'problem.not-found',
  conflict: 'problem.conflict',
  unsupported: 'problem.unsupported',
  rejected: 'problem.rejected',
  throttled: 'problem.throttled',
  unreachable: 'problem.unreachable',
  'unknown-outcome': 'problem.unknown-outcome',
  'session-lost': 'problem.session-lost',
  internal: 'problem.internal',
} as const satisfies Record<ErrorKind, TextId>;

/** WhatsApp's refusals that people meet most; all others keep the reason that came with them. */
const CODE_TEXTS: Record<string, { reason: TextId; remedy: TextId }> = {
  '190': { reason: 'failure.190.reason', remedy: 'failure.190.remedy' },
  '130472': { reason: 'failure.130472.reason', remedy: 'failure.130472.remedy' },
  '131026': { reason: 'failure.131026.reason', remedy: 'failure.131026.remedy' },
  '131030': { reason: 'failure.131030.reason', remedy: 'failure.131030.remedy' },
  '131042': { reason: 'failure.131042.reason', remedy: 'failure.131042.remedy' },
  '131047': { reason: 'failure.131047.reason', remedy: 'failure.131047.remedy' },
  '131048': { reason: 'failure.131048.reason', remedy: 'failure.131048.remedy' },
  '131049': { reason: 'failure.131049.reason', remedy: 'failure.131049.remedy' },
};

export const explainFailure = (text: Text, { code, reason, remedy }: MessageFailure): Explanation => {
  const known = code === null ? undefined : CODE_TEXTS[code];
  return known ? { reason: text(known.reason), remedy: text(known.remedy) } : { reason, remedy };
};

/** Where the server's sentence says more than the kind does, it is the reason; elsewhere it would only be technical. */
const SPEAKS_FOR_ITSELF: readonly Problem['kind'][] = [
  'invalid',
  'conflict',
  'unsupported',
  'rejected',
  'session-lost',
];

const HOUR_MS = 3_600_000;

/** The day's new people are used up: said with the time, which only the refusal knows. */
const explainNewContacts = (text: Text, { kind, retryAfterMs }: Problem): Explanation =>
  kind === 'throttled'
    ? {
        reason: text('problem.new-contacts'),
        remedy: text('problem.new-contacts.remedy', { hours: Math.ceil((retryAfterMs ?? 0) / HOUR_MS) }),
      }
    : { reason: text('problem.no-new-contacts'), remedy: text('problem.no-new-contacts.remedy') };

export const explainProblem = (text: Text, problem: Problem): Explanation => {
  if (problem.code === NEW_CONTACTS_CODE) return explainNewContacts(text, problem);
  const general = text(KIND_TEXTS[problem.kind]);
  const says = SPEAKS_FOR_ITSELF.includes(problem.kind) ? problem.message : null;
  return explainFailure(text, { code: problem.code, reason: says ?? general, remedy: problem.remedy });
};
