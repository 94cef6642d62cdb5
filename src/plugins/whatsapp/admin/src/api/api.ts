import { adminApi } from '@strapi/strapi/admin';
import { z } from 'zod';
import { PRESENT_MEMBER_HEADER } from '../../../contracts/tenancy';
import { presentScope } from '../company/present-scope';

/** Strapi's own client (token, refresh, errors) with our tags. All plugins share one namespace of tags: hence the prefix. */
export const whatsappApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'WhatsAppMe',
    'WhatsAppTenant',
    'WhatsAppMember',
    'WhatsAppApiToken',
    'WhatsAppAudit',
    'WhatsAppChannel',
    'WhatsAppWebhook',
    'WhatsAppQuarantine',
    'WhatsAppConversationList',
    'WhatsAppConversation',
    'WhatsAppMessageList',
    'WhatsAppAssignee',
  ],
});

interface CompanyRequest {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  data?: unknown;
  params?: object;
}

/** A request about rows of the company on screen: refused by the server once the person works for another one. */
export const companyRequest = ({ params, ...request }: CompanyRequest) => {
  const memberId = presentScope.memberId();
  return {
    ...request,
    config: {
      ...(params ? { params } : {}),
      ...(memberId ? { headers: { [PRESENT_MEMBER_HEADER]: memberId } } : {}),
    },
  };
};

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

/** For answers that say nothing but that it worked. */
export const nothing = (): null => null;
