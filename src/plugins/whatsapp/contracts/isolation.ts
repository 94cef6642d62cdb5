import { z } from 'zod';

/** One way in which a company tried to get at another's rows. */
export const IsolationAttempt = z.object({
  /** `GET /whatsapp/conversations/:conversationId`, `socket`, … */
  target: z.string(),
  /** Who tried: `member`, `panel person`, `site user`, `api token`, `nobody`, … */
  as: z.string(),
  /** What was tried with it, in a few words. */
  how: z.string(),
  outcome: z.enum(['refused', 'leaked', 'untested']),
  /** For a leak: what came through; for an untested route: why. */
  detail: z.string().nullable(),
});
export type IsolationAttempt = z.infer<typeof IsolationAttempt>;

/**
 * POST /whatsapp/isolation-checks, by the platform's super admin → IsolationReport. The same that
 * `npm run whatsapp:isolation -- --json <file>` writes, there as `{ attempts, leaks, routes, untested }`.
 */
export const IsolationReport = z.object({
  startedAt: z.iso.datetime(),
  tookMs: z.number().int(),
  /** How many requests were made. */
  attempts: z.number().int(),
  /** How many routes of Strapi's router were exercised. */
  routes: z.number().int(),
  leaks: z.array(IsolationAttempt),
  untested: z.array(IsolationAttempt),
  /** A line per route: what the table in the panel shows. */
  perRoute: z.array(
    z.object({
      target: z.string(),
      attempts: z.number().int(),
      leaks: z.number().int(),
      untested: z.boolean(),
    }),
  ),
  /** Routes that name no row of a company, and why: they were not tried. */
  exempt: z.array(z.object({ target: z.string(), why: z.string() })),
  /** What no request can show, in a sentence each. */
  notCovered: z.array(z.string()),
});
export type IsolationReport = z.infer<typeof IsolationReport>;
