import { z } from 'zod';

/**
 * Of a message that carries a file. `waiting`: not fetched from WhatsApp yet · `ready` · `too-large`: not fetched by itself,
 * somebody may ask for it · `lost`: it cannot be had.
 */
export const MediaState = z.enum(['waiting', 'ready', 'too-large', 'lost']);
export type MediaState = z.infer<typeof MediaState>;

/** What WhatsApp lets a customer send at most (Cloud API, media: 100 MB for documents, less for the rest). */
export const MEDIA_MAX_BYTES = 100 * 1024 * 1024;

/**
 * A session of WhatsApp Web fetches a file in its browser, which takes many times its size. What is larger than the bridge
 * fetches by itself (16 MB unless configured) a person may ask for, up to this.
 */
export const WEB_MEDIA_HARD_MAX_BYTES = 64 * 1024 * 1024;

/** The code of the refusal of what is larger than may be fetched by itself. */
export const TOO_LARGE_CODE = 'too-large';

/**
 * GET /whatsapp/messages/:messageId/media and GET /api/whatsapp/messages/:messageId/media: where the file of a message
 * is, for somebody who may read the message. POST …/media/fetch → 202: what was too large to be fetched by itself is fetched
 * now, for whoever may read the message; the answer is the same. Again it changes nothing.
 */
export const MediaAddress = z.object({
  state: MediaState,
  /** A signed address on this server that works until `expiresAt` and needs no session; null unless ready. */
  url: z.string().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  /** What the bytes are, not what somebody called them; null unless ready. */
  mimeType: z.string().nullable(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().int().nullable(),
  /** Why it is lost, or not fetched by itself, in a sentence. */
  reason: z.string().nullable(),
});
export type MediaAddress = z.infer<typeof MediaAddress>;

/** POST /whatsapp/files (multipart/form-data, one part `file`) → 201. Waits 24 hours for the message that sends it. */
export const UploadedFile = z.object({
  id: z.string(),
  /** What the bytes are; the type that the client told is not asked. */
  mimeType: z.string(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().int(),
});
export type UploadedFile = z.infer<typeof UploadedFile>;
