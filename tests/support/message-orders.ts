import type { MessageReported } from '../../src/plugins/whatsapp/contracts/bridge';
import type { MessageStatus, ProviderStatus } from '../../src/plugins/whatsapp/contracts/status';
import { afterReport } from '../../src/plugins/whatsapp/server/src/ingest/apply-reported';
import { afterOutcome } from '../../src/plugins/whatsapp/server/src/outbox/settle';
import type { Outcome } from '../../src/plugins/whatsapp/server/src/outbox/settle';
import type { MessageRow } from '../../src/plugins/whatsapp/server/src/store';

/** Something that is learnt about a message: how the send ended, or what WhatsApp says of a try. */
export interface Happening {
  name: string;
  apply(message: MessageRow): MessageRow;
}

const NOW = new Date('2026-03-01T10:00:00.000Z');
export const ANSWERS = ['accepted', 'refused', 'unknown', 'none'] as const;
export type Answer = (typeof ANSWERS)[number];

const OUTCOMES: Record<Exclude<Answer, 'none'>, (attempt: number) => Outcome> = {
  accepted: (attempt) => ({ type: 'accepted', receipt: { messageId: `wamid.${attempt}` } }),
  refused: () => ({ type: 'refused', report: { kind: 'rejected', message: 'No' } }),
  unknown: () => ({ type: 'unknown', report: { kind: 'unknown-outcome', message: 'Lost' } }),
};

export const answered = (answer: Answer, attempt: number): Happening[] =>
  answer === 'none'
    ? []
    : [{ name: answer, apply: (row) => afterOutcome(row, OUTCOMES[answer](attempt), NOW) ?? row }];

export const reported = (status: ProviderStatus, attempt: number): Happening => {
  const report: MessageReported = {
    type: 'message.reported',
    messageId: `wamid.${attempt}`,
    clientRef: `m1.${attempt}`,
    status,
    at: NOW.toISOString(),
    ...(status === 'failed' ? { error: { kind: 'rejected' as const, message: 'Failed' } } : {}),
  };
  return { name: `${status}.${attempt}`, apply: (row) => afterReport(row, report) };
};

export const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      );

export const subsets = <Item>(items: readonly Item[]): Item[][] =>
  items.reduce<Item[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);

/** What people see of it, and by which id it is known to WhatsApp. */
export const seen = ({ status, messageId, failure, dueAt }: MessageRow) => ({
  status,
  messageId,
  hasFailure: failure !== null,
  isWaiting: dueAt !== null,
});

const ARRIVED = ['played', 'read', 'delivered'] as const;
const has = (reports: readonly string[], ...names: string[]): boolean =>
  names.some((name) => reports.includes(name));
const BY_ANSWER: Record<Answer, MessageStatus> = {
  accepted: 'sent',
  refused: 'failed',
  unknown: 'unknown',
  none: 'sending',
};

/** What is true once all is known, whatever came first. */
export const truth = (answer: Answer, reports: readonly string[]): MessageStatus => {
  const arrived = ARRIVED.find((status) => has(reports, `${status}.1`, `${status}.2`));
  if (arrived) return arrived;
  // The first try was given up for a second one: that it got through counts, that it failed does not.
  if (has(reports, 'sent.1')) return 'sent';
  if (has(reports, 'failed.2')) return 'failed';
  return has(reports, 'sent.2') ? 'sent' : BY_ANSWER[answer];
};
