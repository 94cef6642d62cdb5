import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { ApiToken, CreateApiToken, IssuedApiToken } from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { storable } from '../kit/storable';
import { connectionOf, listApiTokens, type ApiTokenRow } from '../store';
import { memberActor } from './actor';
import { accessOf, apiTokensOf } from './api-tokens.service';
import { memberOf } from './member';
import type { InCompany } from './members.service';

const presentToken = (row: ApiTokenRow): ApiToken =>
  ApiToken.parse({
    id: row.documentId,
    name: row.name,
    access: accessOf(row),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  });

const companyOf = (ctx: Context): InCompany => {
  const acting = memberOf(ctx);
  return { tenantId: acting.tenantId, actor: memberActor(acting) };
};

export const apiToken = ({ strapi }: StrapiContext) => {
  const tokens = apiTokensOf(strapi);
  return {
    async list(ctx: Context) {
      const rows = await listApiTokens(connectionOf(strapi), memberOf(ctx).tenantId);
      ctx.body = { data: rows.map(presentToken) };
    },

    async issue(ctx: Context) {
      const request = parseWith(CreateApiToken, storable(ctx.request.body));
      const { row, accessKey } = await tokens.issue(companyOf(ctx), request);
      ctx.status = 201;
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: IssuedApiToken.parse({ token: presentToken(row), accessKey }) };
    },

    async revoke(ctx: Context) {
      const { tokenId } = ctx.params as { tokenId: string };
      await tokens.revoke(companyOf(ctx), tokenId);
      ctx.status = 204;
    },
  };
};
