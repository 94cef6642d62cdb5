import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { AddMember, UpdateMember } from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { connectionOf, listMembers } from '../store';
import { memberActor } from './actor';
import { memberOf } from './member';
import { presentMembers } from './member.presenter';
import { membersOfCompany, type InCompany } from './members.service';

const idOf = (ctx: Context): string => (ctx.params as { memberId: string }).memberId;

const companyOf = (ctx: Context): InCompany => {
  const acting = memberOf(ctx);
  return { tenantId: acting.tenantId, actor: memberActor(acting) };
};

/** A company's own people, managed by itself. */
export const members = ({ strapi }: StrapiContext) => {
  const people = membersOfCompany(strapi);
  return {
    async list(ctx: Context) {
      const rows = await listMembers(connectionOf(strapi), memberOf(ctx).tenantId);
      ctx.body = { data: await presentMembers(strapi, rows) };
    },

    async add(ctx: Context) {
      const added = await people.add(companyOf(ctx), parseWith(AddMember, ctx.request.body));
      const [data] = await presentMembers(strapi, [added]);
      ctx.status = 201;
      ctx.body = { data };
    },

    async update(ctx: Context) {
      const request = parseWith(UpdateMember, ctx.request.body);
      const [data] = await presentMembers(strapi, [await people.update(companyOf(ctx), idOf(ctx), request)]);
      ctx.body = { data };
    },

    async remove(ctx: Context) {
      await people.remove(companyOf(ctx), idOf(ctx));
      ctx.status = 204;
    },
  };
};
