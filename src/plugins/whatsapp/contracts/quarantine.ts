import { z } from 'zod';

/** Why something that arrived, properly signed, found no place. */
export const QuarantineReason = z.enum(['unknown-number', 'malformed', 'failed']);
export type QuarantineReason = z.infer<typeof QuarantineReason>;

/**
 * `quarantined`: waits for somebody to decide · `replaying`: somebody did, and it is read again now · `dismissed`: nothing
 * shall become of it; it is forgotten with the rest of the log.
 */
export const QuarantineState = z.enum(['quarantined', 'replaying', 'dismissed']);
export type QuarantineState = z.infer<typeof QuarantineState>;

export const QuarantinedEvent = z.object({
  id: z.string(),
  state: QuarantineState,
  reason: QuarantineReason,
  field: z.string().nullable(),
  phoneNumberId: z.string().nullable(),
  detail: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  /** Of the body as it came; null in lines older than this figure. */
  sizeBytes: z.number().int().nullable(),
});
export type QuarantinedEvent = z.infer<typeof QuarantinedEvent>;

/** GET /whatsapp/quarantine, newest first. Right: `channels`. `open`: all that is not dismissed. */
export const ListQuarantine = z.strictObject({
  show: z.enum(['open', 'dismissed']).default('open'),
  reason: QuarantineReason.optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListQuarantine = z.infer<typeof ListQuarantine>;
export type QuarantineFilters = Pick<ListQuarantine, 'show' | 'reason'>;

export const QuarantinePage = z.object({
  data: z.array(QuarantinedEvent),
  meta: z.object({
    nextCursor: z.string().nullable(),
    /** How many wait for a decision, by reason. */
    counts: z.record(QuarantineReason, z.number().int()),
  }),
});
export type QuarantinePage = z.infer<typeof QuarantinePage>;

/** GET /whatsapp/quarantine/:inboundEventId/body: what WhatsApp sent, word for word. Who reads it is written down. */
export const QuarantinedBody = z.object({ id: z.string(), body: z.string() });
export type QuarantinedBody = z.infer<typeof QuarantinedBody>;

export const MAX_CHOSEN = 200;

/**
 * POST /whatsapp/quarantine/replay and …/dismiss: these lines, or all that wait for this reason. A line that is not the
 * company's is `not-found`, and then nothing happens; one that waits no longer is left as it is.
 */
export const QuarantineChoice = z
  .strictObject({
    ids: z.array(z.string()).min(1).max(MAX_CHOSEN).optional(),
    reason: QuarantineReason.optional(),
  })
  .refine(({ ids, reason }) => (ids === undefined) !== (reason === undefined), {
    path: ['ids'],
    message: 'Name the lines, or a reason',
  });
export type QuarantineChoice = z.infer<typeof QuarantineChoice>;

/** How many lines it was done to. */
export const QuarantineOutcome = z.object({ count: z.number().int() });
export type QuarantineOutcome = z.infer<typeof QuarantineOutcome>;
