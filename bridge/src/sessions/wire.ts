import { z } from 'zod';
import { Addresses, SendReceipt } from '../../../src/plugins/whatsapp/contracts/bridge';
import { ErrorReport } from '../../../src/plugins/whatsapp/contracts/errors';
import { WEB_MEDIA_HARD_MAX_BYTES } from '../../../src/plugins/whatsapp/contracts/media';
import { WebTyping } from '../../../src/plugins/whatsapp/contracts/web-session';
import { SessionCode, SessionSettings, SessionSnapshot } from './snapshot';
import { Timing } from './timing';

/** What the bridge and its worker processes say to each other. Parsed on arrival, both ways. */

const LocalFile = z.object({ path: z.string(), mimeType: z.string(), filename: z.string().optional() });

/** See `EngineContent`. */
const EngineContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), body: z.string() }),
  z.object({ type: z.enum(['image', 'video', 'document']), file: LocalFile, caption: z.string().optional() }),
  z.object({ type: z.literal('audio'), file: LocalFile, voice: z.boolean().optional() }),
  z.object({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({
    type: z.literal('contacts'),
    contacts: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })),
  }),
  z.object({ type: z.literal('reaction'), emoji: z.string().nullable(), targetId: z.string() }),
]);

const EngineCommand = z.object({
  clientRef: z.string(),
  to: Addresses,
  content: EngineContent,
  quotedMessageId: z.string().optional(),
});

export const WorkerSetup = z.object({
  folder: z.string(),
  chromiumPath: z.string().optional(),
  testArgs: z.array(z.string()),
  isRoot: z.boolean(),
  logLevel: z.string(),
  timing: Timing,
  /** How many browsers may start at once in this process. */
  startWidth: z.number().int().positive(),
});
export type WorkerSetup = z.infer<typeof WorkerSetup>;

export const Ask = z.discriminatedUnion('what', [
  z.object({ what: z.literal('stop') }),
  z.object({ what: z.literal('restart') }),
  z.object({ what: z.literal('unlink') }),
  z.object({ what: z.literal('pair-by-number'), phone: z.string() }),
  z.object({ what: z.literal('send'), command: EngineCommand }),
  z.object({
    what: z.literal('fetch-media'),
    mediaId: z.string(),
    maxBytes: z.number().int().positive().max(WEB_MEDIA_HARD_MAX_BYTES).optional(),
  }),
  z.object({ what: z.literal('mark-read'), to: Addresses }),
  z.object({ what: z.literal('typing'), to: Addresses, isTyping: z.boolean() }),
  z.object({ what: z.literal('look-up'), phone: z.string() }),
]);
export type Ask = z.infer<typeof Ask>;

export const ToWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('setup'), setup: WorkerSetup }),
  z.object({
    type: z.literal('start'),
    channelId: z.string(),
    fence: z.number().int(),
    settings: SessionSettings,
  }),
  z.object({ type: z.literal('ask'), id: z.number().int(), channelId: z.string(), ask: Ask }),
  /** Ends every session with grace, and then the process. */
  z.object({ type: z.literal('end') }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), snapshot: SessionSnapshot }),
  z.object({ type: z.literal('code'), channelId: z.string(), code: SessionCode.optional() }),
  /** A hint: what was written is in the file. */
  z.object({ type: z.literal('spooled'), channelId: z.string() }),
  /** A hint: a copy of its login waits in the folder. */
  z.object({ type: z.literal('copied'), channelId: z.string() }),
  z.object({ type: z.literal('typing'), typing: WebTyping }),
  z.object({ type: z.literal('answer'), id: z.number().int(), value: z.unknown().optional() }),
  z.object({ type: z.literal('refusal'), id: z.number().int(), error: ErrorReport }),
]);
export type FromWorker = z.infer<typeof FromWorker>;

/** What is answered to which question. */
export const Answers = {
  send: SendReceipt,
  'fetch-media': z.object({
    path: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    mimeType: z.string().optional(),
    filename: z.string().optional(),
  }),
  'look-up': Addresses.nullable(),
  'pair-by-number': z.string(),
} as const;
