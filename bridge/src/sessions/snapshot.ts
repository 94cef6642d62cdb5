import { z } from 'zod';
import { WEB_MEDIA_HARD_MAX_BYTES } from '../../../src/plugins/whatsapp/contracts/media';
import { SESSION_STATES } from './states';

/** A session as it is, for whoever asks. Carries no code: see `SessionCode`. */
export const SessionSnapshot = z.object({
  channelId: z.string(),
  /** Of the lease under which it runs: a later one has a higher number. */
  fence: z.number().int(),
  state: z.enum(SESSION_STATES),
  since: z.iso.datetime(),
  /** Why it is so, in a sentence. */
  reason: z.string().optional(),
  nextTryAt: z.iso.datetime().optional(),
  /** What WhatsApp's page itself says, read at the last look. */
  word: z.string().optional(),
  account: z
    .object({
      waId: z.string().optional(),
      lid: z.string().optional(),
      name: z.string().optional(),
      platform: z.string().optional(),
    })
    .optional(),
  /** Recent chats being read in after pairing. */
  history: z.object({ done: z.number(), total: z.number() }).optional(),
  memoryBytes: z.number().optional(),
});
export type SessionSnapshot = z.infer<typeof SessionSnapshot>;

/** What the phone scans. Whoever has it can take the session over: never logged, never stored. */
export const SessionCode = z.object({ code: z.string().min(1), at: z.iso.datetime() });
export type SessionCode = z.infer<typeof SessionCode>;

export const SessionSettings = z.object({
  takesGroups: z.boolean().default(false),
  mediaMaxBytes: z
    .number()
    .int()
    .positive()
    .max(WEB_MEDIA_HARD_MAX_BYTES)
    .default(16 * 1024 * 1024),
  history: z
    .object({ chats: z.number().int().min(0).max(500), messagesPerChat: z.number().int().min(1).max(200) })
    .default({ chats: 50, messagesPerChat: 30 }),
});
export type SessionSettings = z.infer<typeof SessionSettings>;
