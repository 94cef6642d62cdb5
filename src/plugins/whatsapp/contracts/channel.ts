import { z } from 'zod';

export const ChannelKind = z.enum(['cloud', 'web']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** `connected`: works as far as we know · `attention`: a person must look (see `stateReason`) · `paused`: by choice. */
export const ChannelState = z.enum(['connected', 'attention', 'paused']);
export type ChannelState = z.infer<typeof ChannelState>;

/** What a channel can do. The inbox offers a button only where the word is present. */
export const Capability = z.enum([
  'text',
  'quote',
  'image',
  'video',
  'audio',
  'document',
  'location',
  'contacts',
  'reaction',
]);
export type Capability = z.infer<typeof Capability>;

/** A pasted id or secret: the spaces that came along with it are not part of it. */
const pasted = z.string().transform((value) => value.replace(/\s+/g, ''));
const numericId = (name: string) => pasted.pipe(z.string().regex(/^\d{5,32}$/, `${name}: digits only`));

/** What Meta's console gives. `appSecret` signs the webhooks, `accessToken` sends. */
export const CloudCredentials = z.strictObject({
  accessToken: pasted.pipe(z.string().min(20, 'This is too short for an access token').max(1024)),
  phoneNumberId: numericId('Phone number ID'),
  businessAccountId: numericId('Business account ID'),
  appSecret: pasted
    .transform((value) => value.toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{32}$/, 'An app secret has 32 hexadecimal characters')),
});
export type CloudCredentials = z.infer<typeof CloudCredentials>;

const name = z.string().trim().min(1, 'Give the channel a name').max(80);

export const CreateCloudChannel = z.strictObject({
  kind: z.literal('cloud'),
  name,
  credentials: CloudCredentials,
});
export type CreateCloudChannel = z.infer<typeof CreateCloudChannel>;

export const CreateWebChannel = z.strictObject({
  kind: z.literal('web'),
  name,
  /** Whether messages of groups are taken in. */
  takesGroups: z.boolean().default(false),
});
export type CreateWebChannel = z.infer<typeof CreateWebChannel>;

/** POST /whatsapp/channels */
export const CreateChannel = z.discriminatedUnion('kind', [CreateCloudChannel, CreateWebChannel]);
export type CreateChannel = z.infer<typeof CreateChannel>;

/** PUT /whatsapp/channels/:id. Secrets left out stay as they are. */
export const UpdateChannel = z.strictObject({
  name: name.optional(),
  credentials: CloudCredentials.partial().optional(),
});
export type UpdateChannel = z.infer<typeof UpdateChannel>;

/** POST /whatsapp/channels/test: credentials that are not saved. `channelId` fills in the secrets left out. */
export const TestChannel = z.strictObject({
  kind: z.literal('cloud'),
  channelId: z.string().optional(),
  credentials: CloudCredentials.partial(),
});
export type TestChannel = z.infer<typeof TestChannel>;

export const CheckId = z.enum([
  'token',
  'permissions',
  'number',
  'account',
  'subscription',
  'templates',
  'webhook',
  'session',
]);
export type CheckId = z.infer<typeof CheckId>;

/** One line of a connection test. `failed` keeps a channel from being saved, `warning` does not. */
export const Check = z.object({
  id: CheckId,
  result: z.enum(['passed', 'warning', 'failed', 'skipped']),
  /** What was found, in a sentence. Meta's own reason where there is one. */
  message: z.string(),
  remedy: z.string().optional(),
});
export type Check = z.infer<typeof Check>;

export const CheckReport = z.object({
  checks: z.array(Check),
  /** Facts of the number, as far as Meta told them. */
  number: z
    .object({
      displayPhoneNumber: z.string().optional(),
      verifiedName: z.string().optional(),
      quality: z.string().optional(),
      throughput: z.string().optional(),
    })
    .optional(),
});
export type CheckReport = z.infer<typeof CheckReport>;

/** A channel as a person may see it: no secret, not even masked. */
export const Channel = z.object({
  id: z.string(),
  kind: ChannelKind,
  name: z.string(),
  state: ChannelState,
  stateReason: z.string().nullable(),
  phoneNumberId: z.string().nullable(),
  businessAccountId: z.string().nullable(),
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  capabilities: z.array(Capability),
  checkedAt: z.iso.datetime().nullable(),
  lastInboundAt: z.iso.datetime().nullable(),
});
export type Channel = z.infer<typeof Channel>;

/** GET /whatsapp/webhook: what an administrator pastes into Meta's console. */
export const WebhookAddress = z.object({ url: z.string(), verifyToken: z.string(), isPublic: z.boolean() });
export type WebhookAddress = z.infer<typeof WebhookAddress>;
