import type { Delivery } from '../../../contracts/bridge';
import { traceIdOf } from '../../../contracts/trace';
import { clip, storable } from '../kit/storable';
import type { WebEvents } from '../../../contracts/web-session';
import { WEB_APP, type LogEntry } from '../store';

const MAX_DETAIL = 2_000;
const word = (value: string | null): string | null => value && clip(storable(value));

/** The lines of the inbound log for one webhook: one for each change. */
export const logEntriesOf = ({
  changes,
  webhookKey,
  appFingerprint,
  receivedAt,
  traceparent,
}: Omit<Delivery, 'deliveryId'>): LogEntry[] =>
  changes.map(({ key, field, phoneNumberId, businessAccountId, problem, raw, events }) => ({
    key,
    webhookKey: clip(storable(webhookKey)),
    appFingerprint,
    field: word(field),
    phoneNumberId: word(phoneNumberId),
    businessAccountId: word(businessAccountId),
    detail: problem ? storable(clip(problem, MAX_DETAIL)) : null,
    payload: storable(raw),
    sizeBytes: Buffer.byteLength(raw),
    events: storable(events),
    receivedAt: new Date(receivedAt),
    trace: traceIdOf(traceparent),
  }));

/**
 * The same for what happened in a WhatsApp Web session: one line for each event, which holds the event itself, so that it
 * can be read again without the bridge.
 */
export const logEntriesOfWeb = ({ channelId, events }: WebEvents): LogEntry[] =>
  events.flatMap(({ key, event, receivedAt }) =>
    logEntriesOf({
      changes: [
        {
          key,
          field: event.type,
          phoneNumberId: channelId,
          businessAccountId: null,
          raw: JSON.stringify({ event }),
          events: [event],
        },
      ],
      webhookKey: '',
      appFingerprint: WEB_APP,
      receivedAt,
    }),
  );
