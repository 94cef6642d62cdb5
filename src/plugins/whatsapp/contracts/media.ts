import { z } from 'zod';

/**
 * GET /whatsapp/messages/:messageId/media and GET /api/whatsapp/messages/:messageId/media: where the file of a message
 * is, for somebody who may read the message.
 */
export const MediaAddress = z.object({
  /** `waiting`: not fetched from WhatsApp yet · `ready` · `lost`: WhatsApp no longer has it. */
  state: z.enum(['waiting', 'ready', 'lost']),
  /** A signed address on this server that works until `expiresAt` and needs no session; null unless ready. */
  url: z.string().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  mimeType: z.string().nullable(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().int().nullable(),
  /** Why it is lost, in a sentence. */
  reason: z.string().nullable(),
});
export type MediaAddress = z.infer<typeof MediaAddress>;
