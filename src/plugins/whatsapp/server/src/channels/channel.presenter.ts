import { Capability, Channel } from '../../../contracts/channel';
import type { ChannelRow } from '../store';

/** What each kind of channel can do today; the adapters publish the same lists. */
export const CAPABILITIES: Record<ChannelRow['kind'], Capability[]> = {
  cloud: Capability.options,
  web: Capability.options,
};

/** A row as a person may see it: parsing drops every column that the contract does not name, the secrets first. */
export const presentChannel = (row: ChannelRow): Channel =>
  Channel.parse({
    ...row,
    id: row.documentId,
    // Only for finding it: nothing that a person knows.
    ...(row.kind === 'web' ? { phoneNumberId: null } : {}),
    capabilities: CAPABILITIES[row.kind],
    checkedAt: row.checkedAt?.toISOString() ?? null,
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
  });
