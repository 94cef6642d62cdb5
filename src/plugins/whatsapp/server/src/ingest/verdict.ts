import { clip, storable } from '../kit/storable';
import type { Settled } from '../store';
import type { PlacedChange } from './placed';

const MAX_DETAIL = 2_000;

type Verdict = Pick<Settled, 'state' | 'reason'>;

const verdictOf = ({ change, channel }: PlacedChange): Verdict => {
  // What could be understood of it waits for its number; the rest stays visible afterwards.
  if (!channel && (change.events.length > 0 || !change.detail))
    return { state: 'quarantined', reason: 'unknown-number' };
  return change.detail ? { state: 'quarantined', reason: 'malformed' } : { state: 'processed', reason: null };
};

/** What the log says of a change once its events are applied. */
export const settledOf = (placed: PlacedChange): Settled => {
  const { change, channel, receiverTenantId } = placed;
  const verdict = verdictOf(placed);
  return {
    ...verdict,
    id: change.id,
    detail: change.detail,
    // What lies with a company already goes only to the company of its number.
    tenantId: channel?.tenantId ?? change.tenantId ?? receiverTenantId,
    channelId: channel?.id ?? null,
    // Of what waits for its number the events are kept; what was malformed has had its sound part applied.
    events: verdict.reason === 'unknown-number' ? change.kept : null,
  };
};

/** The same where its events could not be applied: all of it is kept. */
export const failedOf = (placed: PlacedChange, error: unknown): Settled => ({
  ...settledOf(placed),
  state: 'quarantined',
  reason: 'failed',
  detail: storable(clip(error instanceof Error ? error.message : String(error), MAX_DETAIL)),
  events: placed.change.kept,
});

export const isHomeless = ({ change, channel }: PlacedChange): boolean =>
  !channel && Boolean(change.phoneNumberId ?? change.businessAccountId);
