import { z } from 'zod';

/** `degraded`: slower than it should be, or about to fail · `down`: something stands still, HTTP 503. */
export const HealthState = z.enum(['ok', 'degraded', 'down']);
export type HealthState = z.infer<typeof HealthState>;

export const HEALTH_PARTS = ['database', 'ingest', 'outbox', 'bridge', 'media'] as const;
export type HealthPartName = (typeof HEALTH_PARTS)[number];

export const HealthPart = z.object({
  status: HealthState,
  /** How many wait, counted up to 100,000. */
  depth: z.number().int().optional(),
  /** Since when the oldest of them should have been done; 0 when nothing is late. */
  oldestSeconds: z.number().optional(),
});
export type HealthPart = z.infer<typeof HealthPart>;

/** GET /whatsapp/health and /api/whatsapp/health. Numbers are for the platform only. */
export const Health = z.object({
  status: HealthState,
  parts: z.record(z.enum(HEALTH_PARTS), HealthPart).optional(),
});
export type Health = z.infer<typeof Health>;
