import type { Context } from 'koa';
import { CreateChannel, TestChannel, UpdateChannel, WebhookAddress } from '../../../contracts/channel';
import { parseWith } from '../../../contracts/errors';
import type { PluginConfig } from '../config';
import type { StrapiContext } from '../kit/context';
import { storable } from '../kit/storable';
import { getService } from '../get-service';
import { findTenant } from '../store';
import { accessChannel, decryptSecret, memberOf } from '../tenancy';
import { presentChannel } from './channel.presenter';

const idOf = (ctx: Context): string => (ctx.params as { channelId: string }).channelId;

export const channel = ({ strapi }: StrapiContext) => ({
  async list(ctx: Context) {
    const rows = await getService(strapi, 'channels').list(memberOf(ctx));
    ctx.body = { data: rows.map(presentChannel) };
  },

  async findOne(ctx: Context) {
    ctx.body = { data: presentChannel(await accessChannel(strapi, memberOf(ctx), idOf(ctx))) };
  },

  async create(ctx: Context) {
    const request = parseWith(CreateChannel, storable(ctx.request.body));
    const member = memberOf(ctx);
    const row =
      request.kind === 'cloud'
        ? await getService(strapi, 'channels').create(member, request)
        : await getService(strapi, 'sessions').create(member, request);
    ctx.status = 201;
    ctx.body = { data: presentChannel(row) };
  },

  async update(ctx: Context) {
    const request = parseWith(UpdateChannel, storable(ctx.request.body));
    ctx.body = {
      data: presentChannel(await getService(strapi, 'channels').update(memberOf(ctx), idOf(ctx), request)),
    };
  },

  async test(ctx: Context) {
    const request = parseWith(TestChannel, ctx.request.body);
    ctx.body = { data: await getService(strapi, 'channels').test(memberOf(ctx), request) };
  },

  async testSaved(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'channels').testSaved(memberOf(ctx), idOf(ctx)) };
  },

  /** What an administrator pastes into Meta's console. One address per company, known before the first channel. */
  async webhook(ctx: Context) {
    const { publicUrl, bridgeUrl } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    const tenant = await findTenant(strapi, { id: memberOf(ctx).tenantId });
    const base = publicUrl ?? bridgeUrl;
    ctx.body = {
      data: WebhookAddress.parse({
        url: new URL(`/webhooks/cloud/${tenant?.webhookKey ?? ''}`, base).href,
        verifyToken: tenant ? decryptSecret(strapi, tenant.verifyToken) : '',
        isPublic: base.startsWith('https://'),
      }),
    };
  },
});
