import type { Core } from '@strapi/strapi';
import type { SendReceipt } from '../../../contracts/bridge';
import type { ErrorReport } from '../../../contracts/errors';
import { higherStatus, mayMove } from '../../../contracts/status';
import { addressesOfPerson } from '../contacts';
import { clock } from '../kit/clock';
import { failureOf } from '../kit/failure';
import { clip, storable } from '../kit/storable';
import {
  changeTenant,
  findConversationById,
  findMessageView,
  insertAddresses,
  touchConversationsOfLast,
  updateOutcomes,
  type MessageRow,
  type MessageView,
} from '../store';

/** How a send ended, as far as we know. */
export type Outcome =
  | { type: 'accepted'; receipt: SendReceipt }
  | { type: 'refused'; report: ErrorReport }
  | { type: 'unknown'; report: ErrorReport };

/**
 * A message after its send ended. A report that arrived before the answer has already said more: then only what it did
 * not know is added. Null = nothing changes.
 */
export const afterOutcome = (message: MessageRow, outcome: Outcome, now: Date): MessageRow | null => {
  if (outcome.type === 'accepted') {
    const status = higherStatus(message.status, 'sent');
    return {
      ...message,
      status,
      messageId: message.messageId ?? clip(storable(outcome.receipt.messageId)),
      failure: status === 'failed' ? message.failure : null,
      statusSentAt: message.statusSentAt ?? now,
      dueAt: null,
    };
  }
  if (!mayMove('settle', message.status)) return null;
  const failure = storable(failureOf(outcome.report));
  return outcome.type === 'refused'
    ? { ...message, status: 'failed', failure, statusFailedAt: now, dueAt: null }
    : { ...message, status: 'unknown', failure, dueAt: null };
};

/** Writes down how a send ended. Idempotent: a settled message stays as it is. */
export const settle = (strapi: Core.Strapi, { id, tenantId }: MessageView, outcome: Outcome): Promise<void> =>
  changeTenant(strapi, tenantId, 1, async ({ trx, takeSeq }) => {
    const message = await findMessageView(trx, { 'm.id': id });
    const next = message && afterOutcome(message, outcome, clock.now());
    if (!next) return;

    const changeSeq = takeSeq(tenantId);
    await updateOutcomes(trx, [{ ...next, changeSeq }]);
    await touchConversationsOfLast(trx, new Map([[id, changeSeq]]));

    // WhatsApp's own form of the number: the customer's answer will come under it.
    if (outcome.type === 'accepted' && outcome.receipt.recipient) {
      const conversation = await findConversationById(trx, next.conversationId);
      const addresses = addressesOfPerson(outcome.receipt.recipient);
      if (conversation) {
        await insertAddresses(
          trx,
          addresses.map((address) => ({ ...address, tenantId, contactId: conversation.contactId })),
          clock.now(),
        );
      }
    }
  });
