import type { MessageReported } from '../../../contracts/bridge';
import { higherStatus, type ProviderStatus } from '../../../contracts/status';
import { clip, storable } from '../kit/storable';
import {
  findReportedMessages,
  touchConversationsOfLast,
  updateOutcomes,
  type MessageRow,
  type TenantWork,
} from '../store';
import { failureOf } from '../kit/failure';
import type { PlacedEvent } from './placed';

type Reported = PlacedEvent<MessageReported>;

/** Our reference as it comes back: which message, and which try at sending it. */
export const parseClientRef = (
  clientRef: string | undefined,
): { documentId: string; attempt: number } | null => {
  const match = /^([a-z0-9]{1,64})\.(\d{1,6})$/.exec(clientRef ?? '');
  return match?.[1] ? { documentId: match[1], attempt: Number(match[2]) } : null;
};

const TIME_OF: Record<
  ProviderStatus,
  'statusSentAt' | 'statusFailedAt' | 'statusDeliveredAt' | 'statusReadAt' | 'statusPlayedAt'
> = {
  sent: 'statusSentAt',
  failed: 'statusFailedAt',
  delivered: 'statusDeliveredAt',
  read: 'statusReadAt',
  played: 'statusPlayedAt',
};

const earlier = (a: Date | null, b: Date): Date => (a && a < b ? a : b);

/** Of a failure, whether it is about something else than what this message now is: an earlier try, or one beside it. */
const isOfNoConcern = (message: MessageRow, report: MessageReported, isEarlierTry: boolean): boolean => {
  if (report.status !== 'failed') return false;
  const isSent = message.messageId !== null && message.status !== 'failed';
  return isEarlierTry || (isSent && message.messageId !== report.messageId);
};

/** Of the proof that a message was sent, whether the failure that we know is not that message's: it ends with the proof. */
const isProofBesideFailure = (message: MessageRow, report: MessageReported): boolean =>
  message.status === 'failed' && report.status !== 'failed' && message.messageId !== report.messageId;

const unfailed = (message: MessageRow): MessageRow => ({
  ...message,
  status: 'sent',
  messageId: null,
  failure: null,
  statusFailedAt: null,
});

/**
 * What a message is after a report. Statuses only climb, so the order of reports does not matter and a repeated one
 * changes nothing. Where there were several tries, one that got through counts, and no other one's failure: a customer who
 * has the message shall not be sent it again.
 */
export const afterReport = (row: MessageRow, report: MessageReported): MessageRow => {
  const ref = parseClientRef(report.clientRef);
  const isEarlierTry = ref !== null && ref.attempt < row.attempts;
  if (isOfNoConcern(row, report, isEarlierTry)) return row;
  const message = isProofBesideFailure(row, report) ? unfailed(row) : row;

  const status = higherStatus(message.status, report.status);
  const time = TIME_OF[report.status];
  return {
    ...message,
    status,
    [time]: earlier(message[time], new Date(report.at)),
    messageId: (isEarlierTry ? null : message.messageId) ?? clip(storable(report.messageId)),
    failure:
      status === 'failed' ? (report.error ? storable(failureOf(report.error)) : message.failure) : null,
    pricing: report.pricing ? storable(report.pricing) : message.pricing,
    dueAt: status === row.status ? row.dueAt : null,
    decideAt: status === row.status ? row.decideAt : null,
  };
};

const isSame = (a: MessageRow, b: MessageRow): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Applies WhatsApp's reports to outgoing messages, found by WhatsApp's id or, when a report overtakes the answer to our
 * request, by our own reference. Reports on messages that are not ours (sent by another system over the same number)
 * stay in the log only. Takes at most one number per event.
 */
export const applyReported = async ({ trx, takeSeq }: TenantWork, reported: Reported[]): Promise<void> => {
  if (reported.length === 0) return;

  const rows = await findReportedMessages(trx, {
    channelIds: [...new Set(reported.map(({ channel }) => channel.id))],
    messageIds: [...new Set(reported.map(({ event }) => clip(storable(event.messageId))))],
    documentIds: [
      ...new Set(reported.flatMap(({ event }) => parseClientRef(event.clientRef)?.documentId ?? [])),
    ],
  });
  const outgoing = rows.filter((row) => row.direction === 'out');
  const byMessageId = new Map(outgoing.map((row) => [`${row.channelId}|${row.messageId}`, row.id]));
  const byDocumentId = new Map(outgoing.map((row) => [`${row.channelId}|${row.documentId}`, row.id]));

  const before = new Map(outgoing.map((row) => [row.id, row]));
  const after = new Map(before);
  for (const { event, channel } of reported) {
    const ref = parseClientRef(event.clientRef);
    const id =
      (ref && byDocumentId.get(`${channel.id}|${ref.documentId}`)) ??
      byMessageId.get(`${channel.id}|${event.messageId}`);
    const row = id === undefined ? undefined : after.get(id);
    if (row) after.set(row.id, afterReport(row, event));
  }

  const changed = [...after.values()]
    .filter((row) => !isSame(row, before.get(row.id) ?? row))
    .map((row) => ({ ...row, changeSeq: takeSeq(row.tenantId) }));
  await updateOutcomes(trx, changed);
  await touchConversationsOfLast(trx, new Map(changed.map((row) => [row.id, row.changeSeq])));
};
