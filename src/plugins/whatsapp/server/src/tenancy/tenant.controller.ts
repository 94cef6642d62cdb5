import type { Context } from 'koa';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import {
  AddMember,
  CreateTenant,
  DeleteTenant,
  UpdateMember,
  UpdateTenant,
} from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { newSecretKey } from '../kit/ids';
import { storable } from '../kit/storable';
import {
  connectionOf,
  insertTenant,
  inTransaction,
  listMembers,
  listTenants,
  renameTenant,
  writeAudit,
} from '../store';
import { presentMembers, presentTenant } from './member.presenter';
import { membersOfCompany } from './members.service';
import { asPlatformAdmin, tenantOfRoute } from './platform';
import { purgeTenant } from './purge-tenant';
import { encryptSecret } from './secrets';

const memberIdOf = (ctx: Context): string => (ctx.params as { memberId: string }).memberId;

/** Companies and their people, managed by the platform's super admin. */
export const tenant = ({ strapi }: StrapiContext) => {
  const people = membersOfCompany(strapi);

  return {
    list: (ctx: Context) =>
      asPlatformAdmin(ctx, async () => {
        ctx.body = { data: (await listTenants(strapi)).map(presentTenant) };
      }),

    create: (ctx: Context) =>
      asPlatformAdmin(ctx, async ({ actor }) => {
        const { name } = parseWith(CreateTenant, storable(ctx.request.body));
        const verifyToken = encryptSecret(strapi, newSecretKey());
        const created = await inTransaction(strapi, async (trx) => {
          const row = await insertTenant(trx, { name, webhookKey: newSecretKey(), verifyToken });
          const subject = { kind: 'company', id: row.documentId, name };
          await writeAudit(trx, row.id, { action: 'company.created', actor, subject });
          return row;
        });
        ctx.status = 201;
        ctx.body = { data: presentTenant(created) };
      }),

    rename: (ctx: Context) =>
      asPlatformAdmin(ctx, async ({ actor }) => {
        const { name } = parseWith(UpdateTenant, storable(ctx.request.body));
        const row = await tenantOfRoute(strapi, ctx);
        await inTransaction(strapi, async (trx) => {
          await renameTenant(trx, row.id, name);
          const subject = { kind: 'company', id: row.documentId, name };
          const details = { from: row.name, to: name };
          await writeAudit(trx, row.id, { action: 'company.renamed', actor, subject, details });
        });
        ctx.body = { data: presentTenant({ ...row, name }) };
      }),

    remove: (ctx: Context) =>
      asPlatformAdmin(ctx, async ({ actor }) => {
        const { name } = parseWith(DeleteTenant, ctx.query);
        const row = await tenantOfRoute(strapi, ctx);
        if (name !== row.name) {
          throw new WhatsAppError('invalid', 'This is not the name of the company', {
            fields: [{ path: 'name', message: 'This is not the name of the company' }],
          });
        }
        await purgeTenant(strapi, row.id);
        strapi.log.info(`[whatsapp] ${actor.name} deleted the company ${row.name} (${row.documentId})`);
        ctx.status = 204;
      }),

    listMembers: (ctx: Context) =>
      asPlatformAdmin(ctx, async () => {
        const { id } = await tenantOfRoute(strapi, ctx);
        ctx.body = { data: await presentMembers(strapi, await listMembers(connectionOf(strapi), id)) };
      }),

    addMember: (ctx: Context) =>
      asPlatformAdmin(ctx, async ({ actor }) => {
        const { id: tenantId } = await tenantOfRoute(strapi, ctx);
        const added = await people.add({ tenantId, actor }, parseWith(AddMember, ctx.request.body));
        const [data] = await presentMembers(strapi, [added]);
        ctx.status = 201;
        ctx.body = { data };
      }),

    updateMember: (ctx: Context) =>
      asPlatformAdmin(ctx, async ({ actor }) => {
        const request = parseWith(UpdateMember, ctx.request.body);
        const { id: tenantId } = await tenantOfRoute(strapi, ctx);
        const changed = await people.update({ tenantId, actor }, memberIdOf(ctx), request);
        const [data] = await presentMembers(strapi, [changed]);
        ctx.body = { data };
      }),

    removeMember: (ctx: Context) =>
      asPlatformAdmin(ctx, async ({ actor }) => {
        const { id: tenantId } = await tenantOfRoute(strapi, ctx);
        await people.remove({ tenantId, actor }, memberIdOf(ctx));
        ctx.status = 204;
      }),
  };
};
