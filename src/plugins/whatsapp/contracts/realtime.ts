import { z } from 'zod';
import { ErrorReport } from './errors';

/**
 * Socket events `watch` and `unwatch`, from a screen that shows a channel. Right: `channels`. Each is acknowledged by a
 * `WatchAnswer`; a channel of another company is answered like one that does not exist.
 */
export const WatchChannel = z.strictObject({ channelId: z.string().max(64) });
export type WatchChannel = z.infer<typeof WatchChannel>;

export const WatchAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: ErrorReport }),
]);
export type WatchAnswer = z.infer<typeof WatchAnswer>;

/** Socket event `channel-changed`, to whoever watches it: a hint, never the data. */
export const ChannelHint = z.object({ channelId: z.string() });
export type ChannelHint = z.infer<typeof ChannelHint>;

/**
 * Socket event `typing`, to whoever may read the conversation: its customer begins or ends to write. Of this moment only:
 * it is in no database, and whoever missed it missed nothing. A screen that hears of no end forgets it by itself.
 */
export const TypingHint = z.object({ conversationId: z.string(), isTyping: z.boolean() });
export type TypingHint = z.infer<typeof TypingHint>;
