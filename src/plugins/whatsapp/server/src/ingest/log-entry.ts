import { clip, storable } from '../kit/storable';
import type { LogEntry } from '../store';
import type { PlacedChange } from './placed';

type Verdict = Pick<LogEntry, 'state' | 'reason' | 'detail'>;

const PROCESSED: Verdict = { state: 'processed', reason: null, detail: null };

const verdictOf = ({ change, channel }: PlacedChange): Verdict => {
  const detail = change.problem ?? null;
  // What could be understood of it waits for its number; the rest stays visible afterwards.
  if (!channel && (change.events.length > 0 || !detail))
    return { state: 'quarantined', reason: 'unknown-number', detail };
  return detail ? { state: 'quarantined', reason: 'malformed', detail } : PROCESSED;
};

/** The line of the inbound log for one change. `failure` = why it could not be processed. */
export const logEntryOf = (placed: PlacedChange, failure?: string): LogEntry => {
  const { change, delivery, channel, receiverTenantId } = placed;
  const verdict: Verdict = failure
    ? { state: 'quarantined', reason: 'failed', detail: failure }
    : verdictOf(placed);
  return {
    ...verdict,
    detail: verdict.detail && storable(clip(verdict.detail, 2_000)),
    tenantId: channel?.tenantId ?? receiverTenantId,
    channelId: channel?.id ?? null,
    key: change.key,
    field: change.field && clip(storable(change.field)),
    phoneNumberId: change.phoneNumberId && clip(storable(change.phoneNumberId)),
    businessAccountId: change.businessAccountId && clip(storable(change.businessAccountId)),
    appFingerprint: delivery.appFingerprint,
    payload: storable(change.raw),
    events: verdict.state === 'quarantined' ? storable(change.events) : null,
    receivedAt: new Date(delivery.receivedAt),
  };
};
