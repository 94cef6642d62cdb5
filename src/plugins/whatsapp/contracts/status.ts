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

/**
 * The order in which reports win. `failed` stands between `sent` and `delivered`: a failure after `sent` is real,
 * while a message that somebody read did arrive, whatever a late failure says (Meta: statuses come in any order).
 */
const RANK: Record<MessageStatus, number> = {
  received: 0,
  queued: 1,
  sending: 2,
  unknown: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  played: 8,
};

/** The higher of two states. Commutative, associative and idempotent: any order of reports ends in the same state. */
export const higherStatus = (a: MessageStatus, b: MessageStatus): MessageStatus =>
  RANK[b] > RANK[a] ? b : a;

/** What the outbox itself (not WhatsApp's reports) may do, and in which states: nothing else moves a message. */
export const OUTBOX_MOVES = {
  /** → `sending`: it is this message's turn. */
  claim: ['queued'],
  /** → `queued`: WhatsApp certainly refused it for now. */
  postpone: ['sending'],
  /** → `sent`, `failed` or `unknown`, by the answer. */
  settle: ['sending', 'unknown'],
  /** → `queued`: a person decided. */
  retry: ['failed', 'unknown'],
} as const satisfies Record<string, readonly MessageStatus[]>;

export const mayMove = (move: keyof typeof OUTBOX_MOVES, status: MessageStatus): boolean =>
  (OUTBOX_MOVES[move] as readonly MessageStatus[]).includes(status);
