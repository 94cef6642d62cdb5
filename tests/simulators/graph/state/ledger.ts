import { createJournal } from './journals';
import type { AcceptedMessage, InboundMessage, Journal, ReadReceipt } from './journals';

/** The messages that WhatsApp has, whatever the sender was told. Answers "was it sent exactly once?". */
export interface Ledger {
  readonly accepted: Journal<AcceptedMessage>;
  readonly inbound: Journal<InboundMessage>;
  readonly readReceipts: Journal<ReadReceipt>;
  /** Messages accepted with this `biz_opaque_callback_data`. */
  byReference(reference: string): AcceptedMessage[];
  countOf(reference: string): number;
  /** References that were accepted more than once. */
  doubled(): { reference: string; count: number }[];
  acceptedById(id: string): AcceptedMessage | undefined;
  inboundById(id: string): InboundMessage | undefined;
  addAccepted(message: AcceptedMessage): void;
  addInbound(message: InboundMessage): void;
}

export const createLedger = (): Ledger => {
  const accepted = createJournal<AcceptedMessage>();
  const inbound = createJournal<InboundMessage>();
  const references = new Map<string, AcceptedMessage[]>();
  const acceptedIds = new Map<string, AcceptedMessage>();
  const inboundIds = new Map<string, InboundMessage>();
  const byReference = (reference: string): AcceptedMessage[] => references.get(reference) ?? [];
  return {
    accepted,
    inbound,
    readReceipts: createJournal<ReadReceipt>(),
    byReference,
    countOf: (reference) => byReference(reference).length,
    doubled: () =>
      [...references]
        .filter(([, messages]) => messages.length > 1)
        .map(([reference, messages]) => ({ reference, count: messages.length })),
    acceptedById: (id) => acceptedIds.get(id),
    inboundById: (id) => inboundIds.get(id),
    addAccepted: (message) => {
      accepted.add(message);
      acceptedIds.set(message.id, message);
      if (message.reference !== null) {
        references.set(message.reference, [...byReference(message.reference), message]);
      }
    },
    addInbound: (message) => {
      inbound.add(message);
      inboundIds.set(message.id, message);
    },
  };
};
