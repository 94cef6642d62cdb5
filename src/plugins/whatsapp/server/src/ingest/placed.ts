import type { BridgeEvent } from '../../../contracts/bridge';
import type { ChannelRow, StoredEvents, WaitingEvent } from '../store';

/** A waiting line that was opened, if it was sealed. */
export interface WaitingChange extends Omit<WaitingEvent, 'events'> {
  events: BridgeEvent[];
  /** The events as they lie in the line: what stays there stays as it is. */
  kept: StoredEvents;
}

/** A change with the channel that our own rows say it belongs to, and the company whose webhook address it came to. */
export interface PlacedChange {
  change: WaitingChange;
  channel: ChannelRow | null;
  /** Whose quarantine it is when no channel is known: the company that holds the app's secret. */
  receiverTenantId: number | null;
}

/** An event that is certain to concern this channel. */
export interface PlacedEvent<Event extends BridgeEvent = BridgeEvent> {
  event: Event;
  channel: ChannelRow;
  receivedAt: Date;
}

export const eventsOf = ({ change, channel }: PlacedChange): PlacedEvent[] =>
  channel ? change.events.map((event) => ({ event, channel, receivedAt: change.receivedAt })) : [];

export const isOfType =
  <Type extends BridgeEvent['type']>(...types: Type[]) =>
  (placed: PlacedEvent): placed is PlacedEvent<Extract<BridgeEvent, { type: Type }>> =>
    types.some((type) => placed.event.type === type);
