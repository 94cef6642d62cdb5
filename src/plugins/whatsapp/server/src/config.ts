import { z } from 'zod';

const MIN_SECRET_LENGTH = 32;

/** `config/plugins.ts` → `whatsapp.config`. A wrong value stops the start and is named; its content is not repeated. */
export const PluginConfig = z.object({
  /** Where the bridge answers. */
  bridgeUrl: z.url(),
  /** Shared with the bridge: both sign with it. */
  bridgeSecret: z
    .string()
    .min(MIN_SECRET_LENGTH, `at least ${MIN_SECRET_LENGTH} characters (WHATSAPP_BRIDGE_SECRET)`),
  /** Where Meta reaches the bridge: the webhook address starts with it. */
  publicUrl: z.url().optional(),
  /** Where the files of messages are kept, on a disk of this installation only. Relative to the project. */
  mediaFolder: z
    .string()
    .trim()
    .min(1, 'the folder of the files (WHATSAPP_MEDIA_FOLDER)')
    .default('data/media'),
  /** Where several processes find each other; without it they do so over the database. May carry a password. */
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'no redis:// address (WHATSAPP_REDIS_URL)' }).optional(),
  /** How long webhooks stay in the log once they are processed or dismissed. */
  inboundLogDays: z.coerce.number().int().min(1).max(3650).default(14),
  /** Whether what is kept of them from now on is encrypted like the credentials of channels. */
  inboundLogEncrypted: z.boolean().default(false),
  /** How long WhatsApp's report is waited for before a person may decide about what may have been sent. */
  unknownDecisionSeconds: z.coerce.number().int().min(0).max(86_400).default(60),
  /** To how many people who never wrote to it a number on WhatsApp Web may write within 24 hours, unless it says otherwise. */
  webNewContactsPerDay: z.coerce.number().int().min(0).max(1_000).default(20),
  /** With this, Prometheus may read the metrics. Without it there are none. */
  metricsToken: z.string().min(16, 'at least 16 characters (WHATSAPP_METRICS_TOKEN)').optional(),
  /** Whether the platform's super admin may enter a company's conversations, with a reason, for a limited time. */
  platformEntry: z.boolean().default(false),
});
export type PluginConfig = z.infer<typeof PluginConfig>;

export const config = {
  default: {
    bridgeUrl: 'http://127.0.0.1:3000',
    mediaFolder: 'data/media',
    inboundLogDays: 14,
    inboundLogEncrypted: false,
    unknownDecisionSeconds: 60,
    webNewContactsPerDay: 20,
    platformEntry: false,
  },
  validator: (value: unknown) => {
    const result = PluginConfig.safeParse(value);
    if (result.success) return;
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The whatsapp plugin is not configured: ${faults.join('; ')}`);
  },
};
