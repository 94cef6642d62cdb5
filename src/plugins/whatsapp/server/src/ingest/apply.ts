import { clock } from '../kit/clock';
import type { TenantWork } from '../store';
import { applyReported } from './apply-reported';
import { applyWritten } from './apply-written';
import { isOfType, type PlacedEvent } from './placed';

/** How many change numbers each tenant may need at most. */
export const demandOf = (events: PlacedEvent[]): Map<number, number> => {
  const demand = new Map<number, number>();
  for (const { channel } of events) demand.set(channel.tenantId, (demand.get(channel.tenantId) ?? 0) + 1);
  return demand;
};

/** Messages before reports: a report may be about a message of the same batch. */
export const applyEvents = async (work: TenantWork, events: PlacedEvent[]): Promise<void> => {
  await applyWritten(work, events.filter(isOfType('message.received', 'message.echoed')), clock.now());
  await applyReported(work, events.filter(isOfType('message.reported')));
};
