import { z } from 'zod';

/**
 * The life of an outgoing message:
 * `queued → sending → sent → delivered → read → played`, with `failed` and `unknown` ("may have been sent") aside.
 * Incoming messages are `received` and stay so.
 */
export const MessageStatus = z.enum([
  'received',
  'queued',
  'sending',
  'unknown',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
]);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** What WhatsApp itself reports about a message. */
export const ProviderStatus = z.enum(['sent', 'failed', 'delivered', 'read', 'played']);
export type ProviderStatus = z.infer<typeof ProviderStatus>;

/** Who moves a message from one state to another. */
type Mover =
  /** The outbox: it is this message's turn. */
  | 'claim'
  /** The outbox: WhatsApp certainly refused it for now. */
  | 'postpone'
  /** The outbox: by the answer to the send, or by its absence. */
  | 'settle'
  /** A person decided to send it again. */
  | 'retry'
  /** WhatsApp's report about this try, or the proof that an earlier try got through. */
  | 'report'
  /** The same about another try than the one that failed: what one try sent, the failure of another does not undo. */
  | 'other-try';

const ARRIVALS = { delivered: ['report'], read: ['report'], played: ['report'] } as const;

/**
 * Every change of a message's state that there is, and nothing else moves one. Reports only climb: `failed` stands between
 * `sent` and `delivered`, for a failure after `sent` is real, while a message that somebody read did arrive, whatever a
 * late failure says (Meta: statuses come in any order). What still waits may be proven sent by an earlier try.
 */
export const TRANSITIONS: Record<MessageStatus, Partial<Record<MessageStatus, readonly Mover[]>>> = {
  received: {},
  queued: { sending: ['claim'], sent: ['settle', 'report'], failed: ['report'], ...ARRIVALS },
  sending: {
    queued: ['postpone'],
    unknown: ['settle'],
    sent: ['settle', 'report'],
    failed: ['settle', 'report'],
    ...ARRIVALS,
  },
  unknown: {
    unknown: ['settle'],
    queued: ['retry'],
    sent: ['settle', 'report'],
    failed: ['settle', 'report'],
    ...ARRIVALS,
  },
  sent: { failed: ['report'], ...ARRIVALS },
  failed: { queued: ['retry'], sent: ['other-try'], ...ARRIVALS },
  delivered: { read: ['report'], played: ['report'] },
  read: { played: ['report'] },
  played: {},
};

const isMoved = (from: MessageStatus, to: MessageStatus, by: Mover): boolean =>
  TRANSITIONS[from][to]?.includes(by) ?? false;

/** What a report makes of a state. Commutative and idempotent: any order of reports ends in the same state. */
export const higherStatus = (before: MessageStatus, reported: ProviderStatus): MessageStatus =>
  isMoved(before, reported, 'report') ? reported : before;

/** Whether this mover moves a message that is in this state at all. */
export const mayMove = (by: 'claim' | 'postpone' | 'retry', from: MessageStatus): boolean =>
  Object.values(TRANSITIONS[from]).some((movers) => movers.includes(by));

/** Whether the end of a send takes a message from the one state to the other. */
export const maySettle = (from: MessageStatus, to: 'sent' | 'failed' | 'unknown'): boolean =>
  isMoved(from, to, 'settle');
