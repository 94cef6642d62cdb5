import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { columnOf, shapeOf, toColumn } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { ChannelRow } from './rows';
import { insertScoped, scoped } from './scoped';

const shape = shapeOf<ChannelRow>([
  'id',
  'documentId',
  'tenantId',
  'kind',
  'name',
  'state',
  'stateReason',
  'phoneNumberId',
  'businessAccountId',
  'appFingerprint',
  'credentials',
  'displayPhoneNumber',
  'verifiedName',
  'checkedAt',
  'lastInboundAt',
  'throughput',
]);

const rows = (connection: Connection) =>
  scoped(connection, TABLES.channels).select(shape.select()).orderBy('id');

export const listChannels = async (strapi: Core.Strapi, tenantId: number): Promise<ChannelRow[]> =>
  (await rows(connectionOf(strapi)).where({ tenant_id: tenantId })).map(shape.read);

/** Every connected number of every tenant: for the bridge's configuration only. */
export const listAllChannels = async (strapi: Core.Strapi): Promise<ChannelRow[]> =>
  (await rows(connectionOf(strapi)).whereNotNull('tenant_id')).map(shape.read);

export const findChannel = async (
  strapi: Core.Strapi,
  where: { tenant_id: number; document_id: string } | { id: number },
): Promise<ChannelRow | null> => {
  const [row] = (await rows(connectionOf(strapi)).where(where).limit(1)) as unknown[];
  return row ? shape.read(row) : null;
};

/** The channels that events of these Meta apps may belong to, by number or by business account. */
export const findChannelsOfApps = async (
  connection: Connection,
  {
    fingerprints,
    phoneNumberIds,
    businessAccountIds,
  }: Record<'fingerprints' | 'phoneNumberIds' | 'businessAccountIds', string[]>,
): Promise<ChannelRow[]> =>
  (
    await rows(connection)
      .whereIn('app_fingerprint', fingerprints)
      .andWhere((either) => {
        void either
          .whereIn('phone_number_id', phoneNumberIds)
          .orWhereIn('business_account_id', businessAccountIds);
      })
  ).map(shape.read);

/** In the place of a Meta app: channels of WhatsApp Web have none, and their own id instead of Meta's for the number. */
export const WEB_APP = 'web';

type Writable = Partial<Omit<ChannelRow, 'id' | 'documentId' | 'tenantId'>>;

/** Fails with the database's unique violation when the number is connected already. */
export const insertChannel = async (
  connection: Connection,
  channel: Writable & { tenantId: number; documentId?: string },
): Promise<string> => {
  const row = newRow(channel, clock.now());
  await insertScoped(connection, TABLES.channels, [row]);
  return String(row.document_id);
};

export const updateChannel = async (connection: Connection, id: number, change: Writable): Promise<void> => {
  const columns = Object.fromEntries(
    Object.entries(change).map(([field, value]) => [columnOf(field), toColumn(value)]),
  );
  await scoped(connection, TABLES.channels)
    .where({ id })
    .update({ ...columns, updated_at: clock.now() });
};

export const touchInbound = async (connection: Connection, channelIds: number[], at: Date): Promise<void> => {
  await scoped(connection, TABLES.channels).whereIn('id', channelIds).update({ last_inbound_at: at });
};
