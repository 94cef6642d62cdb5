import { z } from 'zod';

/** Of a message that carries a file. `waiting`: not fetched from WhatsApp yet · `ready` · `lost`: it cannot be had. */
export const MediaState = z.enum(['waiting', 'ready', 'lost']);
export type MediaState = z.infer<typeof MediaState>;

/** What WhatsApp lets a customer send at most (Cloud API, media: 100 MB for documents, less for the rest). */
export const MEDIA_MAX_BYTES = 100 * 1024 * 1024;

/**
 * GET /whatsapp/messages/:messageId/media and GET /api/whatsapp/messages/:messageId/media: where the file of a message
 * is, for somebody who may read the message.
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
  /** Why it is lost, in a sentence. */
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
