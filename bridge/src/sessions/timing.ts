import { z } from 'zod';
import { SESSION_INPUTS, SESSION_STATES } from './states';

/** Every duration of a session's life, so that a test need not wait as long as a person would. */
export const Timing = z.object({
  /** Between two looks at the page. */
  beatMs: z.number().positive().default(2_000),
  firstRetryMs: z.number().min(0).default(2_000),
  longestRetryMs: z
    .number()
    .min(0)
    .default(5 * 60_000),
  /** Looks at which WhatsApp is ready and the engine has not noticed, before it is nudged. */
  kickAfterBeats: z.number().int().positive().default(2),
  /** How long WhatsApp may take to say that it has a message. */
  ackWithinMs: z.number().positive().default(20_000),
  memoryEveryMs: z.number().positive().default(30_000),
  /** Above it a session is restarted at once. */
  memoryCapBytes: z
    .number()
    .positive()
    .default(1_200 * 1024 * 1024),
  /** Above it a session is restarted when nobody writes, in the quiet hours. */
  recycleAboveBytes: z
    .number()
    .positive()
    .default(600 * 1024 * 1024),
  /** Local hours of the bridge: from the first until before the second. */
  quietHours: z.tuple([z.number().int().min(0).max(23), z.number().int().min(0).max(24)]).default([2, 5]),
  /** From being online to the first copy of the login: the page writes some of it with delay. */
  copyAfterMs: z.number().positive().default(60_000),
  copyEveryMs: z
    .number()
    .positive()
    .default(24 * 60 * 60_000),
  deadlines: z
    .partialRecord(
      z.enum(SESSION_STATES),
      z.object({ ms: z.number().positive(), input: z.enum(SESSION_INPUTS), reason: z.string() }),
    )
    .default({}),
});
export type Timing = z.infer<typeof Timing>;
