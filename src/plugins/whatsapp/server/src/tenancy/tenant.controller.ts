import type { Context } from 'koa';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import { AddMember, CreateTenant, Me, Member, Tenant } from '../../../contracts/tenancy';
import type { StrapiContext } from '../kit/context';
import { isDocumentId, newSecretKey } from '../kit/ids';
import { asSystem } from '../kit/scope';
import { storable } from '../kit/storable';
import {
  findMemberships,
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
import { adminUserOf, isPlatformAdmin, rightsOf, type Ability } from './member';
import { encryptSecret } from './secrets';

const presentTenant = (row: TenantRow): Tenant => Tenant.parse({ id: row.documentId, name: row.name });
const presentMember = (row: MemberRow): Member =>
  Member.parse({
    ...row,
    id: row.documentId,
    lacks: [],
    expiresAt: row.expiresAt?.toISOString() ?? null,
  });

/** The platform's super admin manages companies, and only here: in the Content Manager they are nobody's. */
const asPlatformAdmin = async (ctx: Context, work: () => Promise<void>): Promise<void> => {
  // To everybody else these routes look as if they were not there.
  if (!isPlatformAdmin(adminUserOf(ctx))) throw new WhatsAppError('not-found', 'Not found');
  await asSystem('platform administration', work);
};

export const tenant = ({ strapi }: StrapiContext) => {
  const tenantOf = async (ctx: Context): Promise<TenantRow> => {
    const { tenantId } = ctx.params as { tenantId: string };
    const row = isDocumentId(tenantId) && (await findTenant(strapi, { document_id: tenantId }));
    if (!row) throw new WhatsAppError('not-found', 'Company not found');
    return row;
  };

  const add = async ({ id: tenantId }: TenantRow, { kind, email, role }: AddMember): Promise<MemberRow> => {
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
    return added;
  };

  return {
    async me(ctx: Context) {
      const user = adminUserOf(ctx);
      const { membership, own } = await asSystem('membership look-up', async () => {
        const [first] = user ? await findMemberships(strapi, { kind: 'admin', id: user.id }) : [];
        return { membership: first, own: first ? await findTenant(strapi, { id: first.tenantId }) : null };
      });
      ctx.body = {
        data: Me.parse({
          tenant: own && presentTenant(own),
          member: membership ? presentMember(membership) : null,
          rights: membership
            ? rightsOf(membership, (ctx.state as { userAbility?: Ability }).userAbility)
            : [],
          companies: membership && own ? [{ tenant: presentTenant(own), role: membership.role }] : [],
          mayManageTenants: isPlatformAdmin(user),
          mayEnterTenants: false,
        }),
      };
    },

    list: (ctx: Context) =>
      asPlatformAdmin(ctx, async () => {
        ctx.body = { data: (await listTenants(strapi)).map(presentTenant) };
      }),

    create: (ctx: Context) =>
      asPlatformAdmin(ctx, async () => {
        const { name } = parseWith(CreateTenant, storable(ctx.request.body));
        const verifyToken = encryptSecret(strapi, newSecretKey());
        const documentId = await insertTenant(strapi, { name, webhookKey: newSecretKey(), verifyToken });
        ctx.status = 201;
        ctx.body = { data: Tenant.parse({ id: documentId, name }) };
      }),

    listMembers: (ctx: Context) =>
      asPlatformAdmin(ctx, async () => {
        ctx.body = { data: (await listMembers(strapi, (await tenantOf(ctx)).id)).map(presentMember) };
      }),

    addMember: (ctx: Context) =>
      asPlatformAdmin(ctx, async () => {
        const added = await add(await tenantOf(ctx), parseWith(AddMember, ctx.request.body));
        ctx.status = 201;
        ctx.body = { data: presentMember(added) };
      }),
  };
};
