import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { BridgeConfiguration } from '../../../contracts/bridge';
import type { CloudCredentials } from '../../../contracts/channel';
import type { StrapiContext } from '../kit/context';
import { indexBy } from '../kit/chunks';
import { asSystem } from '../kit/scope';
import { listAllChannels, listTenants, type ChannelRow } from '../store';
import { decryptSecret } from '../tenancy';
import { openCredentials } from './credentials';

interface OpenChannel {
  row: ChannelRow;
  credentials: CloudCredentials;
}

/** One unreadable secret must not silence every other company: it is left out, and said in the log. */
const readable = <Row extends { documentId: string }, Opened>(
  strapi: Core.Strapi,
  rows: Row[],
  open: (row: Row) => Opened,
): Opened[] =>
  rows.flatMap((row) => {
    try {
      return [open(row)];
    } catch (error) {
      strapi.log.error(`[whatsapp] ${row.documentId} is not connected: ${String(error)}`);
      return [];
    }
  });

/** All that the bridge needs to know, in one answer to its signed question. */
export const bridgeConfiguration = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    const [tenants, rows] = await asSystem('bridge configuration', () =>
      Promise.all([listTenants(strapi), listAllChannels(strapi)]),
    );
    const withCredentials = rows.filter((row) => row.kind === 'cloud' && row.credentials);
    const open = readable(
      strapi,
      withCredentials,
      (row): OpenChannel => ({ row, credentials: openCredentials(strapi, row) }),
    );

    const configuration: BridgeConfiguration = {
      webhooks: readable(strapi, tenants, (tenant) => {
        const own = open.filter(({ row }) => row.tenantId === tenant.id);
        const apps = indexBy(own, ({ row }) => row.appFingerprint ?? '');
        return {
          key: tenant.webhookKey,
          verifyToken: decryptSecret(strapi, tenant.verifyToken),
          apps: [...apps].map(([fingerprint, { credentials }]) => ({
            fingerprint,
            secret: credentials.appSecret,
          })),
        };
      }),
      channels: open.map(
        ({ row, credentials: { accessToken, appSecret, phoneNumberId, businessAccountId } }) => ({
          channelId: row.documentId,
          kind: 'cloud',
          phoneNumberId,
          businessAccountId,
          accessToken,
          appSecret,
          throughput: row.throughput ?? undefined,
        }),
      ),
    };
    ctx.set('Cache-Control', 'no-store');
    ctx.body = BridgeConfiguration.parse(configuration);
  },
});
