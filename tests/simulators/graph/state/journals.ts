/** What happened, for tests and the control API to read. Each journal keeps its newest entries only. */

export interface RecordedRequest {
  at: string;
  method: string;
  path: string;
  query: unknown;
  /** The token's name in the registry; null when the caller had none that is known. Never its value. */
  tokenId: string | null;
  body: unknown;
  /** What Meta would have let pass in silence, and a careful sender would not send. */
  warnings: string[];
  /** Null while unanswered, and for ever when a fault swallowed the answer. */
  status: number | null;
  /** Meta's code, when it was refused. */
  errorCode: number | null;
}

export interface ReportedStatus {
  status: 'sent' | 'delivered' | 'read' | 'failed';
  at: string;
  errorCode?: number;
}

export interface AcceptedMessage {
  id: string;
  at: string;
  phoneNumberId: string;
  /** Digits of the number, or the business-scoped id. */
  to: string;
  type: string;
  text: string | null;
  /** As it came, under the name of its type. */
  content: Record<string, unknown> | unknown[];
  quotedMessageId: string | null;
  /** `biz_opaque_callback_data` */
  reference: string | null;
  /** Whether the sender was told. False when a fault took the answer away. */
  wasAnswered: boolean;
  statuses: ReportedStatus[];
}

export interface InboundMessage {
  id: string;
  at: string;
  phoneNumberId: string;
  from: string;
  type: string;
  text: string | null;
  /** Webhook POSTs that carried it and were answered 200, summed over all apps. */
  acknowledgements: number;
}

export interface ReadReceipt {
  at: string;
  phoneNumberId: string;
  messageId: string;
  withTyping: boolean;
}

export interface Journal<Entry> {
  readonly entries: readonly Entry[];
  /** Entries ever added, also those that were let go. */
  readonly total: number;
  add(entry: Entry): Entry;
  clear(): void;
}

export const createJournal = <Entry>(keep = 100_000): Journal<Entry> => {
  const entries: Entry[] = [];
  let total = 0;
  return {
    entries,
    get total() {
      return total;
    },
    add: (entry) => {
      total += 1;
      entries.push(entry);
      // In slices: shifting an array once per entry would be quadratic.
      if (entries.length > keep * 1.25) entries.splice(0, entries.length - keep);
      return entry;
    },
    clear: () => {
      entries.length = 0;
    },
  };
};
