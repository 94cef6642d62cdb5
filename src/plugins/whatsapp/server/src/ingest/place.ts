import { findChannelsOfApps, findTenantsByWebhookKey, type ChannelRow, type Connection } from '../store';
import type { PlacedChange, WaitingChange } from './placed';

const unique = (values: (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** A replay gives nothing to another company but what waited for its number: the rest has found its own before. */
const mayGoTo = ({ tenantId, reason }: WaitingChange, channel: ChannelRow): boolean =>
  tenantId === null || reason === 'unknown-number' || tenantId === channel.tenantId;

/**
 * Finds the channel of each change: by its number, or, for what concerns a whole business account, by that; in both
 * cases only among the channels of the Meta app whose secret signed it. Nothing of the body decides about a company.
 */
export const placeChanges = async (
  connection: Connection,
  changes: WaitingChange[],
): Promise<PlacedChange[]> => {
  const channels = await findChannelsOfApps(connection, {
    fingerprints: unique(changes.map(({ appFingerprint }) => appFingerprint)),
    phoneNumberIds: unique(changes.map(({ phoneNumberId }) => phoneNumberId)),
    businessAccountIds: unique(changes.map(({ businessAccountId }) => businessAccountId)),
  });
  const byNumber = new Map<string, ChannelRow>();
  const byAccount = new Map<string, ChannelRow>();
  for (const channel of channels) {
    byNumber.set(`${channel.appFingerprint}:${channel.phoneNumberId}`, channel);
    byAccount.set(`${channel.appFingerprint}:${channel.businessAccountId}`, channel);
  }
  const channelOf = (change: WaitingChange): ChannelRow | undefined => {
    const { appFingerprint, phoneNumberId, businessAccountId } = change;
    const found = phoneNumberId
      ? byNumber.get(`${appFingerprint}:${phoneNumberId}`)
      : byAccount.get(`${appFingerprint}:${businessAccountId}`);
    return found && mayGoTo(change, found) ? found : undefined;
  };

  // Whose address it came to matters only where the channel does not say whose it is.
  const homeless = changes.filter((change) => !channelOf(change));
  const receivers =
    homeless.length > 0
      ? await findTenantsByWebhookKey(connection, unique(homeless.map(({ webhookKey }) => webhookKey)))
      : new Map<string, number>();

  return changes.map((change) => ({
    change,
    channel: channelOf(change) ?? null,
    receiverTenantId: receivers.get(change.webhookKey ?? '') ?? null,
  }));
};
