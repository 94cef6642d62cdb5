import { adminApi } from '@strapi/strapi/admin';
import { z } from 'zod';

/** Strapi's own client (token, refresh, errors) with our tags. All plugins share one namespace of tags: hence the prefix. */
export const whatsappApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'WhatsAppMe',
    'WhatsAppChannel',
    'WhatsAppWebhook',
    'WhatsAppQuarantine',
    'WhatsAppConversationList',
    'WhatsAppConversation',
    'WhatsAppMessageList',
  ],
});

const Envelope = z.object({ data: z.unknown() });

/** Answers cross a process, so they are parsed before anything believes them. */
export const parsed =
  <Schema extends z.ZodType>(schema: Schema) =>
  (response: unknown): z.infer<Schema> =>
    schema.parse(response);

/** The same for `{ data }` envelopes, of which only the content is of interest. */
export const parsedData =
  <Schema extends z.ZodType>(schema: Schema) =>
  (response: unknown): z.infer<Schema> =>
    schema.parse(Envelope.parse(response).data);
