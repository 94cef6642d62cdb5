import { z } from 'zod';
import type { Addresses, SendCommand, SendReceipt } from '../../../../src/plugins/whatsapp/contracts/bridge';
import type { OutgoingContent } from '../../../../src/plugins/whatsapp/contracts/content';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
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

/** One case per kind of content. Meta wants the type spelled out, and its content under the type's own name. */
const contentOf = (content: OutgoingContent): { type: string; [part: string]: unknown } => {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.body } };
  }
};

/** The body of `POST /{phone-number-id}/messages`. */
export const messageBody = (command: SendCommand): Record<string, unknown> => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  ...recipientOf(command.to),
  ...contentOf(command.content),
  ...(command.quotedMessageId ? { context: { message_id: command.quotedMessageId } } : {}),
  biz_opaque_callback_data: command.clientRef,
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
