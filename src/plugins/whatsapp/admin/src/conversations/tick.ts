import type { Message } from '../../../contracts/inbox';

/** The mark beside an outgoing message. `played` is more than read, and drawn the same. */
export type Tick = 'waiting' | 'sent' | 'delivered' | 'read' | 'unknown' | 'failed';

const TICKS: Record<Message['status'], Tick | null> = {
  received: null,
  queued: 'waiting',
  sending: 'waiting',
  unknown: 'unknown',
  sent: 'sent',
  failed: 'failed',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
};

export const tickOf = ({ direction, status }: Pick<Message, 'direction' | 'status'>): Tick | null =>
  direction === 'out' ? TICKS[status] : null;
