import { z } from 'zod';

const ms = z.number().nonnegative();
const probability = z.number().min(0).max(1);

/** How this Meta behaves. Everything can be changed while it runs. */
export const Settings = z.strictObject({
  /** Versions that are answered; an older one is refused, a newer one does not exist. */
  oldestVersion: z.number().int(),
  newestVersion: z.number().int(),
  /** More than 24 h after the customer's last message: refused at once, or accepted and failed later. Meta does both. */
  serviceWindow: z.enum(['off', 'sync', 'async']),
  /** Chats and message ids of which this process knows nothing are believed: for a demo that is started again. */
  trustsThePast: z.boolean(),
  /** Messages per second and number: by its throughput level (80 or 1,000), a number of one's own, or no limit. */
  messagesPerSecond: z.union([z.literal('by-level'), z.number().positive(), z.null()]),
  /** To one customer: so many at once, then one per `perMs`. Meta's own are 45 and 6,000. Null: no limit. */
  pairRate: z.strictObject({ burst: z.number().int().positive(), perMs: z.number().positive() }).nullable(),
  /** How long the address of a file works: Meta's five minutes. */
  mediaAddressMs: ms,
  statuses: z.strictObject({
    /** Each counts from the status before it. */
    sentAfterMs: ms,
    deliveredAfterMs: ms,
    readAfterMs: ms,
    skip: z.array(z.enum(['sent', 'delivered', 'read'])),
    /** Chance that a status is reported twice. */
    duplicate: probability,
    /** All statuses of a message at once, in any order. */
    shuffle: z.boolean(),
  }),
  webhooks: z.strictObject({
    /** Updates per POST: Meta's documented ceiling is 1,000. */
    maxUpdates: z.number().int().min(1).max(1000),
    maxBytes: z.number().int().positive(),
    /** How long an update waits for company. */
    gatherMs: ms,
    /** POSTs in flight per address. */
    concurrency: z.number().int().min(1),
    /** Chance that a POST is sent twice, though it was acknowledged. */
    duplicate: probability,
    /** Updates leave in any order. */
    shuffle: z.boolean(),
    /** `plain`: `\uXXXX` and `\/` · `full`: also `<`, `%` and `@`, as an older text of Meta has it. */
    escaping: z.enum(['plain', 'full']),
    /** Without an answer for so long, it counts as failed. */
    timeoutMs: z.number().positive(),
    /** Meta's seven days of exponential backoff, compressed. `giveUpAfterMs` null: never. */
    retry: z.strictObject({
      firstMs: ms,
      factor: z.number().min(1),
      maxMs: ms,
      giveUpAfterMs: ms.nullable(),
      /** A retry goes to every app that is subscribed, not only to the one that failed. */
      fanOut: z.boolean(),
    }),
  }),
});
export type Settings = z.infer<typeof Settings>;

/** Quick enough for tests, and otherwise what Meta does. */
export const DEFAULT_SETTINGS: Settings = {
  oldestVersion: 21,
  newestVersion: 26,
  serviceWindow: 'async',
  trustsThePast: false,
  messagesPerSecond: 'by-level',
  pairRate: null,
  mediaAddressMs: 300_000,
  statuses: { sentAfterMs: 5, deliveredAfterMs: 5, readAfterMs: 5, skip: [], duplicate: 0, shuffle: false },
  webhooks: {
    maxUpdates: 1000,
    maxBytes: 3 * 1024 * 1024,
    gatherMs: 2,
    concurrency: 10,
    duplicate: 0,
    shuffle: false,
    escaping: 'plain',
    timeoutMs: 20_000,
    retry: { firstMs: 20, factor: 2, maxMs: 1000, giveUpAfterMs: null, fanOut: false },
  },
};

export const SettingsPatch = Settings.omit({ statuses: true, webhooks: true })
  .partial()
  .extend({
    statuses: Settings.shape.statuses.partial().optional(),
    webhooks: Settings.shape.webhooks
      .omit({ retry: true })
      .partial()
      .extend({ retry: Settings.shape.webhooks.shape.retry.partial().optional() })
      .optional(),
  });
export type SettingsPatch = z.infer<typeof SettingsPatch>;

export const patchSettings = (settings: Settings, patch: SettingsPatch): Settings => {
  const { statuses, webhooks, ...rest } = SettingsPatch.parse(patch);
  const { retry, ...emission } = webhooks ?? {};
  return {
    ...settings,
    ...rest,
    statuses: { ...settings.statuses, ...statuses },
    webhooks: { ...settings.webhooks, ...emission, retry: { ...settings.webhooks.retry, ...retry } },
  };
};
