import type { Delivery } from '../../../contracts/bridge';
import { storable } from '../kit/storable';
import { findChannelsOfApps, findTenantsByWebhookKey, type ChannelRow, type Connection } from '../store';
import type { PlacedChange } from './placed';

const unique = (values: (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/**
 * Finds the channel of each change: by its number, or, for what concerns a whole business account, by that; in both
 * cases only among the channels of the Meta app whose secret signed it. Nothing of the body decides about a company.
 */
export const placeChanges = async (
  connection: Connection,
  deliveries: Delivery[],
): Promise<PlacedChange[]> => {
  const changes = deliveries.flatMap(({ changes: ofOne }) => ofOne.map(storable));
  const channels = await findChannelsOfApps(connection, {
    fingerprints: unique(deliveries.map(({ appFingerprint }) => appFingerprint)),
    phoneNumberIds: unique(changes.map(({ phoneNumberId }) => phoneNumberId)),
    businessAccountIds: unique(changes.map(({ businessAccountId }) => businessAccountId)),
  });
  const receivers = await findTenantsByWebhookKey(
    connection,
    unique(deliveries.map(({ webhookKey }) => webhookKey)),
  );

  const byNumber = new Map<string, ChannelRow>();
  const byAccount = new Map<string, ChannelRow>();
  for (const channel of channels) {
    byNumber.set(`${channel.appFingerprint}:${channel.phoneNumberId}`, channel);
    byAccount.set(`${channel.appFingerprint}:${channel.businessAccountId}`, channel);
  }

  return deliveries.flatMap((delivery) =>
    delivery.changes.map((change) => {
      const app = delivery.appFingerprint;
      const channel = change.phoneNumberId
        ? byNumber.get(`${app}:${change.phoneNumberId}`)
        : byAccount.get(`${app}:${change.businessAccountId}`);
      return {
        change,
        delivery,
        channel: channel ?? null,
        receiverTenantId: receivers.get(delivery.webhookKey) ?? null,
      };
    }),
  );
};
