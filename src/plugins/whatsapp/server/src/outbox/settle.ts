import type { Core } from '@strapi/strapi';
import type { Addresses, SendReceipt } from '../../../contracts/bridge';
import type { ErrorReport } from '../../../contracts/errors';
import { maySettle } from '../../../contracts/status';
import type { PluginConfig } from '../config';
import { addressesOfPerson } from '../contacts';
import { groupBy } from '../kit/chunks';
import { addMs, clock } from '../kit/clock';
import { failureOf } from '../kit/failure';
import { clip, storable } from '../kit/storable';
import {
  changeTenants,
  findMessagesById,
  insertAddresses,
  postponeEach,
  touchConversationsOfLast,
  updateOutcomes,
  type AddressRow,
  type Claimed,
  type MessageRow,
} from '../store';

/** How a send ended, as far as we know. */
export type Outcome =
  | { type: 'accepted'; receipt: SendReceipt }
  | { type: 'refused'; report: ErrorReport }
  /** From `decideAt` on a person may decide: until then WhatsApp's report is waited for. */
  | { type: 'unknown'; report: ErrorReport; decideAt?: Date };

/** `again`: certainly not sent, and its turn comes back at `dueAt`. */
export type Ending = Outcome | { type: 'again'; dueAt: Date };

export interface Ended {
  claimed: Claimed;
  ending: Ending;
}

/**
 * A message after its send ended. A report that arrived before the answer has already said more: then only what it did
 * not know is added. Null = nothing changes.
 */
export const afterOutcome = (message: MessageRow, outcome: Outcome, now: Date): MessageRow | null => {
  if (outcome.type === 'accepted') {
    const status = maySettle(message.status, 'sent') ? 'sent' : message.status;
    return {
      ...message,
      status,
      messageId: message.messageId ?? clip(storable(outcome.receipt.messageId)),
      failure: status === 'failed' ? message.failure : null,
      statusSentAt: message.statusSentAt ?? now,
      dueAt: null,
      decideAt: null,
    };
  }
  const status = outcome.type === 'refused' ? 'failed' : 'unknown';
  if (!maySettle(message.status, status)) return null;
  const failure = storable(failureOf(outcome.report));
  const ended = { ...message, status, failure, dueAt: null } as const;
  return outcome.type === 'refused'
    ? { ...ended, decideAt: null, statusFailedAt: now }
    : { ...ended, decideAt: outcome.decideAt ?? now };
};

/** WhatsApp's own form of the number, where it is new to us: the customer's answer will come under it. */
const newAddresses = (
  { message, contactId, addresses }: Claimed,
  recipient: Addresses | undefined,
): AddressRow[] => {
  if (!recipient || contactId === null) return [];
  return addressesOfPerson(recipient)
    .filter(({ kind, value }) => !addresses.some((known) => known.kind === kind && known.value === value))
    .map((address) => ({ ...address, tenantId: message.tenantId, contactId }));
};

/**
 * Writes down how sends ended, all of them in one transaction. Idempotent: a settled message stays as it is, and what a
 * report settled meanwhile does not go back into the queue.
 */
export const settleAll = async (strapi: Core.Strapi, ended: readonly Ended[]): Promise<void> => {
  const { unknownDecisionSeconds } = strapi.config.get<PluginConfig>('plugin::whatsapp');
  const now = clock.now();
  const decideAt = addMs(now, unknownDecisionSeconds * 1_000);
  const outcomes = new Map<number, Outcome>();
  const postponed: { id: number; dueAt: Date }[] = [];
  for (const { claimed, ending } of ended) {
    if (ending.type === 'again') postponed.push({ id: claimed.message.id, dueAt: ending.dueAt });
    else if (ending.type === 'unknown') outcomes.set(claimed.message.id, { ...ending, decideAt });
    else outcomes.set(claimed.message.id, ending);
  }
  const settled = ended.filter(({ claimed }) => outcomes.has(claimed.message.id));
  const ofTenants = groupBy(settled, ({ claimed }) => claimed.message.tenantId);
  const demand = new Map([...ofTenants].map(([tenantId, { length }]) => [tenantId, length]));

  await changeTenants(strapi, demand, async ({ trx, takeSeq }) => {
    const changed = (await findMessagesById(trx, [...outcomes.keys()])).flatMap((message) => {
      const outcome = outcomes.get(message.id);
      const next = outcome && afterOutcome(message, outcome, now);
      return next ? [{ ...next, changeSeq: takeSeq(next.tenantId) }] : [];
    });
    await updateOutcomes(trx, changed);
    await touchConversationsOfLast(trx, new Map(changed.map(({ id, changeSeq }) => [id, changeSeq])));
    await insertAddresses(
      trx,
      settled.flatMap(({ claimed, ending }) =>
        ending.type === 'accepted' ? newAddresses(claimed, ending.receipt.recipient) : [],
      ),
      now,
    );
    await postponeEach(trx, postponed);
  });
};
