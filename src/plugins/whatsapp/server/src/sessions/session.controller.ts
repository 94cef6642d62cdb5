import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import {
  BridgeHeartbeat,
  CurrentCode,
  PairByNumber,
  SessionBackup,
  UpdateSession,
  WebTyping,
} from '../../../contracts/web-session';
import type { PluginConfig } from '../config';
import { getService } from '../get-service';
import type { StrapiContext } from '../kit/context';
import type { WebSessionRow } from '../store';
import { memberOf } from '../tenancy';
import { presentSession } from './session.presenter';

const idOf = (ctx: Context): string => (ctx.params as { channelId: string }).channelId;

export const session = ({ strapi }: StrapiContext) => {
  const sessions = () => getService(strapi, 'sessions');
  const show = (ctx: Context, row: WebSessionRow): void => {
    const { webNewContactsPerDay } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    ctx.body = { data: presentSession(row, webNewContactsPerDay) };
  };

  return {
    async findOne(ctx: Context) {
      show(ctx, await sessions().find(memberOf(ctx), idOf(ctx)));
    },
    async update(ctx: Context) {
      const change = parseWith(UpdateSession, ctx.request.body);
      show(ctx, await sessions().update(memberOf(ctx), idOf(ctx), change));
    },
    async start(ctx: Context) {
      show(ctx, await sessions().start(memberOf(ctx), idOf(ctx)));
    },
    async stop(ctx: Context) {
      show(ctx, await sessions().stop(memberOf(ctx), idOf(ctx)));
    },
    async unlink(ctx: Context) {
      show(ctx, await sessions().unlink(memberOf(ctx), idOf(ctx)));
    },
    async restart(ctx: Context) {
      show(ctx, await sessions().restart(memberOf(ctx), idOf(ctx)));
    },

    async code(ctx: Context) {
      const code = await sessions().code(memberOf(ctx), idOf(ctx));
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: CurrentCode.parse({ code }) };
    },

    async pairByNumber(ctx: Context) {
      const command = parseWith(PairByNumber, ctx.request.body);
      const code = await sessions().pairByNumber(memberOf(ctx), idOf(ctx), command);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: CurrentCode.parse({ code }) };
    },

    async heartbeat(ctx: Context) {
      const heartbeat = parseWith(BridgeHeartbeat, (ctx.state as { bridgeBody?: unknown }).bridgeBody);
      ctx.body = await sessions().hear(heartbeat);
    },

    async keepBackup(ctx: Context) {
      const backup = parseWith(SessionBackup, (ctx.state as { bridgeBody?: unknown }).bridgeBody);
      ctx.body = await sessions().keepBackup(backup);
    },

    async readBackup(ctx: Context) {
      ctx.set('Cache-Control', 'no-store');
      ctx.body = await sessions().readBackup(idOf(ctx));
    },

    async typing(ctx: Context) {
      const typing = parseWith(WebTyping, (ctx.state as { bridgeBody?: unknown }).bridgeBody);
      await sessions().hearTyping(typing);
      ctx.body = { ok: true };
    },
  };
};
