import type { Conversation } from '../../../contracts/inbox';

/** WhatsApp's rule for the official channel: a free answer within 24 hours of the customer's last message. */
export type ReplyWindow =
  | { state: 'unlimited' }
  | { state: 'open'; minutesLeft: number }
  | { state: 'closed' };

export const replyWindowOf = (
  { channel, windowExpiresAt }: Pick<Conversation, 'channel' | 'windowExpiresAt'>,
  now: Date,
): ReplyWindow => {
  if (channel.kind === 'web') return { state: 'unlimited' };
  if (windowExpiresAt === null) return { state: 'closed' };
  const leftMs = Date.parse(windowExpiresAt) - now.getTime();
  return leftMs > 0 ? { state: 'open', minutesLeft: Math.ceil(leftMs / 60_000) } : { state: 'closed' };
};
