import { z } from 'zod';
import type {
  Addresses,
  CommandContent,
  SendCommand,
  SendReceipt,
} from '../../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { compact } from '../../kit/lenient';
import type { CallGraph, GraphCredentials } from './graph-client';

/**
 * `to` wins over `recipient` where both are given, so only one is sent. The plus is not decoration: without it Meta
 * puts the business number's own country code in front.
 */
const recipientOf = ({ waId, bsuid, parentBsuid }: Addresses): { to: string } | { recipient: string } => {
  if (waId) {
    const digits = waId.replace(/^\+/, '');
    if (!/^\d{5,20}$/.test(digits)) {
      throw new WhatsAppError('invalid', 'The recipient has no valid WhatsApp number', {
        fields: [{ path: 'to.waId', message: 'Digits only' }],
      });
    }
    return { to: `+${digits}` };
  }
  const recipient = bsuid ?? parentBsuid;
  if (!recipient) {
    throw new WhatsAppError('unsupported', 'The Cloud API needs a phone number or a business-scoped user id');
  }
  return { recipient };
};

/** Meta wants a part of the name beside the whole one. */
const cardOf = ({ name, phones }: { name: string; phones: string[] }) => ({
  name: { formatted_name: name, first_name: name },
  phones: phones.map((phone) => ({ phone })),
});

/** What stands under the type's own name. One case per kind of content. */
const partOf = (content: CommandContent): object => {
  switch (content.type) {
    case 'text':
      return { body: content.body };
    case 'image':
    case 'video':
      return compact({ id: content.file.ticket, caption: content.caption });
    case 'document':
      return compact({ id: content.file.ticket, caption: content.caption, filename: content.file.filename });
    case 'audio':
      return compact({ id: content.file.ticket, voice: content.voice || undefined });
    case 'location': {
      const { latitude, longitude, name, address } = content;
      return compact({ latitude, longitude, name, address });
    }
    case 'contacts':
      return content.contacts.map(cardOf);
    case 'reaction':
      // Without a sign, the one that was there is taken back.
      return { message_id: content.targetId, emoji: content.emoji ?? '' };
  }
};

/** The body of `POST /{phone-number-id}/messages`. Meta wants the type spelled out, and refuses a quote with a reaction. */
export const messageBody = ({
  to,
  content,
  quotedMessageId,
  clientRef,
}: SendCommand): Record<string, unknown> => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  ...recipientOf(to),
  type: content.type,
  [content.type]: partOf(content),
  ...(quotedMessageId && content.type !== 'reaction' ? { context: { message_id: quotedMessageId } } : {}),
  biz_opaque_callback_data: clientRef,
});

const idText = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.trim())
  .pipe(z.string().min(1))
  .optional()
  .catch(undefined);

const SendAnswer = z.object({
  messages: z.array(z.object({ id: idText, message_status: z.string().optional().catch(undefined) })).min(1),
  contacts: z
    .array(z.object({ wa_id: idText, user_id: idText }))
    .optional()
    .catch(undefined),
});

/** What Meta says it took. Without an id nobody can ever match the status reports: the outcome counts as unknown. */
export const receiptOf = (answer: unknown): SendReceipt => {
  const parsed = SendAnswer.safeParse(answer);
  const message = parsed.success ? parsed.data.messages[0] : undefined;
  if (!parsed.success || !message?.id) {
    throw new WhatsAppError('unknown-outcome', 'WhatsApp took the request and gave no message id', {
      remedy: 'Wait for a status report before sending again.',
    });
  }
  const contact = parsed.data.contacts?.[0];
  const recipient = {
    ...(contact?.wa_id ? { waId: contact.wa_id } : {}),
    ...(contact?.user_id ? { bsuid: contact.user_id } : {}),
  };
  return {
    messageId: message.id,
    ...(Object.keys(recipient).length > 0 ? { recipient } : {}),
    ...(message.message_status === 'held_for_quality_assessment' ? { held: true } : {}),
  };
};

/** Sends once; see `ChannelAdapter.send`. */
export const sendMessage = async (
  call: CallGraph,
  credentials: GraphCredentials,
  phoneNumberId: string,
  command: SendCommand,
): Promise<SendReceipt> =>
  receiptOf(
    await call(credentials, {
      method: 'POST',
      path: `${phoneNumberId}/messages`,
      body: messageBody(command),
    }),
  );
