import { z } from 'zod';
import { MessageReported } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { ProviderStatus } from '../../../../src/plugins/whatsapp/contracts/status';
import { addressesOf } from './addresses';
import { reportOfWebhookError } from './graph-fault';
import { compact, isoOfSeconds, list, number, record, text } from '../../kit/lenient';

const RawStatus = z.object({
  id: text,
  status: text,
  timestamp: number,
  /** `call` and `payment` reports share the list with those of messages, and some of their words. */
  type: text,
  recipient_id: text,
  recipient_user_id: text,
  recipient_parent_user_id: text,
  recipient_type: text,
  recipient_participant_id: text,
  biz_opaque_callback_data: text,
  pricing: record,
  errors: list,
});
type RawStatus = z.infer<typeof RawStatus>;

/** Of a group, `recipient_id` names the group, not a person. */
const recipientOf = (raw: RawStatus) =>
  addressesOf({
    phone: raw.recipient_type === 'group' ? raw.recipient_participant_id : raw.recipient_id,
    userId: raw.recipient_user_id,
    parentUserId: raw.recipient_parent_user_id,
  });

/**
 * A status report of a message. `skipped`: understood, and no concern of a message's life (calls, payments, a state
 * that Meta has invented since). `undefined`: not understood.
 */
export const reportedOf = (status: unknown, receivedAt: string): MessageReported | 'skipped' | undefined => {
  const parsed = RawStatus.safeParse(status);
  if (!parsed.success) return undefined;
  const raw = parsed.data;
  if (raw.type === 'call' || raw.type === 'payment') return 'skipped';
  if (raw.status !== undefined && !ProviderStatus.safeParse(raw.status).success) return 'skipped';
  const event = MessageReported.safeParse(
    compact({
      type: 'message.reported',
      messageId: raw.id,
      clientRef: raw.biz_opaque_callback_data,
      status: raw.status,
      at: isoOfSeconds(raw.timestamp, receivedAt),
      recipient: recipientOf(raw),
      error: raw.errors.length > 0 ? compact(reportOfWebhookError(raw.errors[0])) : undefined,
      pricing: raw.pricing,
    }),
  );
  return event.success ? event.data : undefined;
};
