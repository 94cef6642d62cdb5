/**
 * The life of a session. `reason` and times stand beside the state; what is not in this table does not happen.
 *
 * stopped: by choice, the login is kept · starting: the browser loads WhatsApp · scan-code: a code waits for the phone ·
 * pairing: the phone has scanned it · syncing: WhatsApp hands over what waited · online · degraded: WhatsApp has lost its
 * line and looks for it · reconnecting: the browser is gone and comes again at `nextTryAt` · conflict: somebody else uses
 * the login · unlinked: there is no login any more · failed: nothing but a person can help.
 */
export const SESSION_STATES = [
  'stopped',
  'starting',
  'scan-code',
  'pairing',
  'syncing',
  'online',
  'degraded',
  'reconnecting',
  'conflict',
  'unlinked',
  'failed',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_INPUTS = [
  'start',
  'stop',
  'code',
  'pairing',
  'authenticated',
  'ready',
  'interrupted',
  'restored',
  'lost',
  'conflict',
  'unlinked',
  'refused',
] as const;
export type SessionInput = (typeof SESSION_INPUTS)[number];

const ENDS = {
  stop: 'stopped',
  lost: 'reconnecting',
  conflict: 'conflict',
  unlinked: 'unlinked',
  refused: 'failed',
} as const;

export const TRANSITIONS: Record<SessionState, Partial<Record<SessionInput, SessionState>>> = {
  stopped: { start: 'starting', unlinked: 'unlinked' },
  starting: { ...ENDS, code: 'scan-code', pairing: 'pairing', authenticated: 'syncing', ready: 'online' },
  'scan-code': { ...ENDS, pairing: 'pairing', authenticated: 'syncing', ready: 'online' },
  pairing: { ...ENDS, code: 'scan-code', authenticated: 'syncing', ready: 'online' },
  syncing: { ...ENDS, ready: 'online' },
  online: { ...ENDS, interrupted: 'degraded' },
  degraded: { ...ENDS, restored: 'online', ready: 'online' },
  reconnecting: { start: 'starting', stop: 'stopped', refused: 'failed', unlinked: 'unlinked' },
  conflict: { start: 'starting', stop: 'stopped', unlinked: 'unlinked' },
  unlinked: { start: 'starting', stop: 'stopped' },
  failed: { start: 'starting', stop: 'stopped', unlinked: 'unlinked' },
};

/** Nothing of such a session runs. */
export const isAtRest = (state: SessionState): boolean => {
  switch (state) {
    case 'stopped':
    case 'reconnecting':
    case 'conflict':
    case 'unlinked':
    case 'failed':
      return true;
    case 'starting':
    case 'scan-code':
    case 'pairing':
    case 'syncing':
    case 'online':
    case 'degraded':
      return false;
  }
};

/** Only a person brings such a session back. */
export const isFinal = (state: SessionState): boolean => isAtRest(state) && state !== 'reconnecting';

export interface Deadline {
  ms: number;
  input: SessionInput;
  reason: string;
}

export type Deadlines = Partial<Record<SessionState, Deadline>>;

/** How long a session may stay in a state by itself, and what becomes of it then. */
export const DEADLINES: Deadlines = {
  starting: { ms: 45_000, input: 'lost', reason: 'WhatsApp Web showed neither a code nor a login in time' },
  'scan-code': { ms: 180_000, input: 'unlinked', reason: 'Nobody scanned the code in time' },
  pairing: { ms: 60_000, input: 'lost', reason: 'The phone did not finish pairing in time' },
  syncing: { ms: 120_000, input: 'lost', reason: 'WhatsApp Web logged in and did not become ready in time' },
  degraded: { ms: 90_000, input: 'lost', reason: 'WhatsApp Web did not find its connection again' },
};
