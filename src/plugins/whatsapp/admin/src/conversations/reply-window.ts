import type { Conversation } from '../../../contracts/inbox';

/** WhatsApp's rule for the official channel: a free answer within 24 hours of the customer's last message. */
export type ReplyWindow =
  | { state: 'unlimited' }
  | { state: 'open'; minutesLeft: number }
  | { state: 'closed' };

const DAY_MINUTES = 24 * 60;

export const replyWindowOf = (
  { channel, windowExpiresAt }: Pick<Conversation, 'channel' | 'windowExpiresAt'>,
  now: Date,
): ReplyWindow => {
  if (channel.kind === 'web') return { state: 'unlimited' };
  if (windowExpiresAt === null) return { state: 'closed' };
  const leftMs = Date.parse(windowExpiresAt) - now.getTime();
  if (leftMs <= 0) return { state: 'closed' };
  // WhatsApp's clock may be ahead of this one: never promise more than the day.
  return { state: 'open', minutesLeft: Math.min(DAY_MINUTES, Math.ceil(leftMs / 60_000)) };
};
