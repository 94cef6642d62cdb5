import type { Context } from 'koa';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import { AddMember, CreateTenant, Me, Member, Tenant } from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { isDocumentId, newSecretKey } from '../kit/ids';
import { storable } from '../kit/storable';
import {
  findMembersOfAdmin,
  findPersonId,
  findTenant,
  insertMember,
  insertTenant,
  isUniqueViolation,
  listMembers,
  listTenants,
  type MemberRow,
  type TenantRow,
} from '../store';
import { adminUserOf, isPlatformAdmin } from './member';
import { encryptSecret } from './secrets';

const presentTenant = (row: TenantRow): Tenant => Tenant.parse({ id: row.documentId, name: row.name });
const presentMember = (row: MemberRow): Member => Member.parse({ ...row, id: row.documentId });

const asPlatformAdmin = (ctx: Context): void => {
  // To everybody else these routes look as if they were not there.
  if (!isPlatformAdmin(adminUserOf(ctx))) throw new WhatsAppError('not-found', 'Not found');
};

export const tenant = ({ strapi }: StrapiContext) => {
  const tenantOf = async (ctx: Context): Promise<TenantRow> => {
    const { tenantId } = ctx.params as { tenantId: string };
    const row = isDocumentId(tenantId) && (await findTenant(strapi, { document_id: tenantId }));
    if (!row) throw new WhatsAppError('not-found', 'Company not found');
    return row;
  };

  return {
    async me(ctx: Context) {
      const user = adminUserOf(ctx);
      const [membership] = user ? await findMembersOfAdmin(strapi, user.id) : [];
      const own = membership ? await findTenant(strapi, { id: membership.tenantId }) : null;
      ctx.body = {
        data: Me.parse({
          tenant: own && presentTenant(own),
          member: membership ? presentMember(membership) : null,
          mayManageTenants: isPlatformAdmin(user),
        }),
      };
    },

    async list(ctx: Context) {
      asPlatformAdmin(ctx);
      ctx.body = { data: (await listTenants(strapi)).map(presentTenant) };
    },

    async create(ctx: Context) {
      asPlatformAdmin(ctx);
      const { name } = parseWith(CreateTenant, storable(ctx.request.body));
      const verifyToken = encryptSecret(strapi, newSecretKey());
      const documentId = await insertTenant(strapi, { name, webhookKey: newSecretKey(), verifyToken });
      ctx.status = 201;
      ctx.body = { data: Tenant.parse({ id: documentId, name }) };
    },

    async listMembers(ctx: Context) {
      asPlatformAdmin(ctx);
      ctx.body = { data: (await listMembers(strapi, (await tenantOf(ctx)).id)).map(presentMember) };
    },

    async addMember(ctx: Context) {
      asPlatformAdmin(ctx);
      const { id: tenantId } = await tenantOf(ctx);
      const { kind, email, role } = parseWith(AddMember, ctx.request.body);

      const personId = await findPersonId(strapi, kind, email);
      if (personId === null) {
        throw new WhatsAppError('invalid', 'Nobody has this e-mail address', {
          fields: [{ path: 'email', message: 'Nobody has this e-mail address' }],
        });
      }
      const documentId = await insertMember(strapi, { kind, personId, tenantId, role }).catch(
        (error: unknown) => {
          throw isUniqueViolation(error)
            ? new WhatsAppError('conflict', 'This person is a member already')
            : error;
        },
      );
      const added = (await listMembers(strapi, tenantId)).find((row) => row.documentId === documentId);
      if (!added) throw new WhatsAppError('conflict', 'The member was removed meanwhile');
      ctx.status = 201;
      ctx.body = { data: presentMember(added) };
    },
  };
};
