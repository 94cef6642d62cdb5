import { z } from 'zod';

/** What a message says, whichever channel carried it. An unknown kind keeps its raw payload instead of being dropped. */

const media = z.object({
  /**
   * The provider's id of the file; expires there (Cloud API: 7 days for incoming media). Of what was sent from here: the
   * id of the upload.
   */
  mediaId: z.string().optional(),
  mimeType: z.string().optional(),
  sha256: z.string().optional(),
  caption: z.string().optional(),
});

export const TextContent = z.object({ type: z.literal('text'), body: z.string() });
export const ImageContent = media.extend({ type: z.literal('image') });
export const VideoContent = media.extend({ type: z.literal('video') });
export const AudioContent = media.extend({ type: z.literal('audio'), voice: z.boolean().optional() });
export const DocumentContent = media.extend({ type: z.literal('document'), filename: z.string().optional() });
export const StickerContent = media.extend({ type: z.literal('sticker'), animated: z.boolean().optional() });
export const LocationContent = z.object({
  type: z.literal('location'),
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
  url: z.string().optional(),
});
export const ContactsContent = z.object({
  type: z.literal('contacts'),
  contacts: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })),
});
/** A button, a list row or a template's quick reply that the customer chose. */
export const ChoiceContent = z.object({
  type: z.literal('choice'),
  id: z.string().optional(),
  title: z.string(),
  description: z.string().optional(),
});
/** A form that the customer filled in (WhatsApp Flows, addresses, call permissions). */
export const FormContent = z.object({
  type: z.literal('form'),
  name: z.string(),
  summary: z.string().optional(),
  answers: z.string().optional(),
});
export const OrderContent = z.object({
  type: z.literal('order'),
  catalogId: z.string().optional(),
  note: z.string().optional(),
  items: z.array(
    z.object({
      productId: z.string(),
      quantity: z.number(),
      price: z.number().optional(),
      currency: z.string().optional(),
    }),
  ),
});
/** A question with answers to choose from (WhatsApp Web only). Who chose what is not part of it. */
export const PollContent = z.object({
  type: z.literal('poll'),
  question: z.string(),
  options: z.array(z.string()),
});
/** `emoji: null` takes an earlier reaction back. */
export const ReactionContent = z.object({
  type: z.literal('reaction'),
  emoji: z.string().nullable(),
  targetId: z.string(),
});
export const SystemContent = z.object({
  type: z.literal('system'),
  event: z.string(),
  body: z.string().optional(),
});
export const EditContent = z.object({
  type: z.literal('edit'),
  targetId: z.string(),
  body: z.string().optional(),
});
export const RevokeContent = z.object({ type: z.literal('revoke'), targetId: z.string() });
export const UnsupportedContent = z.object({
  type: z.literal('unsupported'),
  original: z.string(),
  reason: z.string().optional(),
  raw: z.unknown().optional(),
});

export const MessageContent = z.discriminatedUnion('type', [
  TextContent,
  ImageContent,
  VideoContent,
  AudioContent,
  DocumentContent,
  StickerContent,
  LocationContent,
  ContactsContent,
  ChoiceContent,
  FormContent,
  OrderContent,
  PollContent,
  ReactionContent,
  SystemContent,
  EditContent,
  RevokeContent,
  UnsupportedContent,
]);
export type MessageContent = z.infer<typeof MessageContent>;
export type ContentType = MessageContent['type'];
