import { z } from 'zod';
import { Check, CheckReport, CloudCredentials } from './channel';
import { ContactsContent, LocationContent, MessageContent, ReactionContent } from './content';
import { ErrorReport } from './errors';
import { OutgoingText } from './outgoing';
import { ProviderStatus } from './status';
import { Traceparent } from './trace';

/** What plugin and bridge promise each other. Both directions are signed, see `signature.ts`. */

/** Every way in which WhatsApp names one person. At least one is present; a phone number may be absent. */
export const Addresses = z
  .object({
    /** WhatsApp's id of the account: digits, usually but not always the phone number. */
    waId: z.string().min(1).optional(),
    /** Business-scoped user id, `US.1349…`. */
    bsuid: z.string().min(1).optional(),
    parentBsuid: z.string().min(1).optional(),
    /** WhatsApp Web's linked id. */
    lid: z.string().min(1).optional(),
  })
  .refine((addresses) => Object.values(addresses).some(Boolean), 'An address is missing');
export type Addresses = z.infer<typeof Addresses>;

export const MessageReceived = z.object({
  type: z.literal('message.received'),
  messageId: z.string().min(1),
  from: Addresses,
  groupId: z.string().optional(),
  profileName: z.string().optional(),
  username: z.string().optional(),
  sentAt: z.iso.datetime(),
  content: MessageContent,
  quotedMessageId: z.string().optional(),
  forwarded: z.boolean().optional(),
  /** Said before the channel was connected, or long ago: it is kept, and nobody is called for it. */
  isHistory: z.boolean().optional(),
  /** The advertisement or post that the customer came from. */
  referral: z.record(z.string(), z.unknown()).optional(),
});
export type MessageReceived = z.infer<typeof MessageReceived>;

/** Somebody of the company wrote with the phone or another app. */
export const MessageEchoed = MessageReceived.omit({
  from: true,
  type: true,
  profileName: true,
  username: true,
}).extend({
  type: z.literal('message.echoed'),
  to: Addresses,
});
export type MessageEchoed = z.infer<typeof MessageEchoed>;

export const MessageReported = z.object({
  type: z.literal('message.reported'),
  messageId: z.string().min(1),
  /** Our own reference, where WhatsApp gives it back: settles a send whose answer was lost. */
  clientRef: z.string().optional(),
  status: ProviderStatus,
  at: z.iso.datetime(),
  recipient: Addresses.optional(),
  error: ErrorReport.optional(),
  pricing: z.record(z.string(), z.unknown()).optional(),
});
export type MessageReported = z.infer<typeof MessageReported>;

export const BridgeEvent = z.discriminatedUnion('type', [MessageReceived, MessageEchoed, MessageReported]);
export type BridgeEvent = z.infer<typeof BridgeEvent>;

/**
 * The smallest part of a webhook that concerns one number, with what the adapter understood of it.
 * The plugin decides by its own rows which channel that is: the bridge's knowledge may be a second old.
 */
export const Change = z.object({
  /** Stable across redelivery: a digest of app and raw content. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  field: z.string().nullable(),
  businessAccountId: z.string().nullable(),
  phoneNumberId: z.string().nullable(),
  /** The change as it came, as JSON text. */
  raw: z.string(),
  events: z.array(BridgeEvent),
  /** Why (a part of) this change could not be understood. */
  problem: z.string().optional(),
});
export type Change = z.infer<typeof Change>;

/** One verified webhook POST. */
export const Delivery = z.object({
  deliveryId: z.uuid(),
  receivedAt: z.iso.datetime(),
  /** The tenant's webhook address that it came to. */
  webhookKey: z.string(),
  /** Fingerprint of the app secret that verified it: only channels of this app may be meant. */
  appFingerprint: z.string(),
  changes: z.array(Change),
  /** Names this webhook in the logs of both. Several travel in one request, each with its own. */
  traceparent: Traceparent.optional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** POST /api/whatsapp/bridge/deliveries. Webhooks that came together are committed together. */
export const DeliveryBatch = z.object({ deliveries: z.array(Delivery).min(1) });
export type DeliveryBatch = z.infer<typeof DeliveryBatch>;

/** `committed`: durable, Meta may be told 200 · `failed`: nothing was kept, Meta shall try again. */
export const DeliveryReceipts = z.object({
  receipts: z.array(z.object({ deliveryId: z.uuid(), outcome: z.enum(['committed', 'failed']) })),
});
export type DeliveryReceipts = z.infer<typeof DeliveryReceipts>;

/** GET /api/whatsapp/bridge/configuration: all that the bridge knows. It keeps none of it on disk. */
export const BridgeConfiguration = z.object({
  webhooks: z.array(
    z.object({
      key: z.string(),
      verifyToken: z.string(),
      apps: z.array(z.object({ fingerprint: z.string(), secret: z.string() })),
    }),
  ),
  channels: z.array(
    z.object({
      channelId: z.string(),
      kind: z.literal('cloud'),
      phoneNumberId: z.string(),
      businessAccountId: z.string(),
      accessToken: z.string(),
      appSecret: z.string(),
      /** Meta's level of the number, which says how fast it may send. */
      throughput: z.string().optional(),
    }),
  ),
});
export type BridgeConfiguration = z.infer<typeof BridgeConfiguration>;

/** A file that shall be sent. Its bytes are at `GET /api/whatsapp/bridge/files/:id`. */
export const FileToSend = z.object({
  id: z.string().regex(/^[a-z0-9]{1,64}$/),
  mimeType: z.string().regex(/^[\x20-\x7e]{3,127}$/),
  filename: z.string().optional(),
  sizeBytes: z.number().int().positive(),
  /** Lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileToSend = z.infer<typeof FileToSend>;

/**
 * POST /v1/channels/:channelId/files: brings a file to where a send finds it. Nothing is sent by it, so it may be repeated
 * at any time: only the send itself is done at most once.
 */
export const StageFile = z.object({ file: FileToSend });
export type StageFile = z.infer<typeof StageFile>;

/** What the send then names the file by. Good for a while, and at the bridge that gave it. */
export const StagedFile = z.object({ ticket: z.string().min(1).max(255) });
export type StagedFile = z.infer<typeof StagedFile>;

const staged = z.object({ file: FileToSend.extend(StagedFile.shape) });

/** What leaves: as the message's row has it, ids of WhatsApp's, and files staged before. */
export const CommandContent = z.discriminatedUnion('type', [
  OutgoingText,
  staged.extend({ type: z.literal('image'), caption: z.string().optional() }),
  staged.extend({ type: z.literal('video'), caption: z.string().optional() }),
  staged.extend({ type: z.literal('audio'), voice: z.boolean().optional() }),
  staged.extend({ type: z.literal('document'), caption: z.string().optional() }),
  LocationContent,
  ContactsContent,
  ReactionContent,
]);
export type CommandContent = z.infer<typeof CommandContent>;

/** POST /v1/channels/:channelId/messages */
export const SendCommand = z.object({
  /** Ours, comes back in status reports: `<message documentId>.<attempt>`. */
  clientRef: z.string().min(1).max(512),
  to: Addresses,
  content: CommandContent,
  quotedMessageId: z.string().optional(),
});
export type SendCommand = z.infer<typeof SendCommand>;

/** WhatsApp took the message. `held`: accepted, but kept back for a quality check. */
export const SendReceipt = z.object({
  messageId: z.string().min(1),
  recipient: Addresses.optional(),
  held: z.boolean().optional(),
});
export type SendReceipt = z.infer<typeof SendReceipt>;

/**
 * GET /v1/channels/:channelId/media/:mediaId: the bytes of a file, as WhatsApp has them; and in the other direction
 * GET /api/whatsapp/bridge/files/:mediaFileId. A stream that breaks off is a
 * file that did not arrive: no `content-length` says where the end is, so that damage can be told at the very last byte.
 */
export const MEDIA_HEADERS = {
  /** What WhatsApp says of the bytes: lower-case hex. */
  sha256: 'x-whatsapp-media-sha256',
  size: 'x-whatsapp-media-size',
} as const;

/** POST /v1/check: tests credentials that are not saved anywhere. */
export const CheckCommand = z.object({ kind: z.literal('cloud'), credentials: CloudCredentials });
export type CheckCommand = z.infer<typeof CheckCommand>;
export { Check, CheckReport };

/**
 * POST /v1/parse: reads again what came before, with what the adapter understands today. `raw` is a change, an entry or a
 * whole body, as the log has it. → ParsedChanges: at least one, and the first is the one that the line is about.
 */
export const ParseCommand = z.object({
  kind: z.literal('cloud'),
  raw: z.string(),
  businessAccountId: z.string().nullable(),
  appFingerprint: z.string(),
  receivedAt: z.iso.datetime(),
});
export type ParseCommand = z.infer<typeof ParseCommand>;

export const ParsedChanges = z.object({ changes: z.array(Change).min(1) });
export type ParsedChanges = z.infer<typeof ParsedChanges>;

/** GET /v1/state: how the bridge is, for the health of the whole. */
export const BridgeState = z.object({
  /** As `/readyz` says it. */
  isReady: z.boolean(),
  /** Webhooks that come now are kept, as far as one can know: false means that they stand still. */
  isOpen: z.boolean(),
  /** Webhooks that are neither kept nor refused yet. */
  depth: z.number().int().min(0),
  oldestSeconds: z.number().min(0),
});
export type BridgeState = z.infer<typeof BridgeState>;

/** How the bridge answers a command that failed. */
export const BridgeFailure = z.object({ error: ErrorReport });
export type BridgeFailure = z.infer<typeof BridgeFailure>;
