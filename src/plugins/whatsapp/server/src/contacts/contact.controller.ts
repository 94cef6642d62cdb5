import type { Context } from 'koa';
import { parseWith } from '../../../contracts/errors';
import { ListContacts, UpdateContact } from '../../../contracts/inbox';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { storable } from '../kit/storable';
import { memberOf } from '../tenancy';

const idOf = (ctx: Context): string => (ctx.params as { contactId: string }).contactId;

export const contact = ({ strapi }: StrapiContext) => ({
  async find(ctx: Context) {
    const request = parseWith(ListContacts, ctx.query);
    ctx.body = await getService(strapi, 'contacts').contacts(memberOf(ctx), request);
  },

  async findOne(ctx: Context) {
    ctx.body = { data: await getService(strapi, 'contacts').contact(memberOf(ctx), idOf(ctx)) };
  },

  async update(ctx: Context) {
    const request = parseWith(UpdateContact, storable(ctx.request.body));
    ctx.body = { data: await getService(strapi, 'contacts').rename(memberOf(ctx), idOf(ctx), request) };
  },
});
