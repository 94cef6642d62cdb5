import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import { isDocumentId } from '../kit/ids';
import { asSystem } from '../kit/scope';
import { findTenant, type Act, type TenantRow } from '../store';
import { platformActor } from './actor';
import { adminUserOf, isPlatformAdmin, type AdminUser } from './member';

/** Who of the platform asks, and as whom they are written down. */
export interface PlatformAdmin {
  user: AdminUser;
  actor: Act['actor'];
}

/** The platform's super admin manages companies, and only here: in the Content Manager they are nobody's. */
export const asPlatformAdmin = async (
  ctx: Context,
  work: (admin: PlatformAdmin) => Promise<void>,
): Promise<void> => {
  const user = adminUserOf(ctx);
  // To everybody else these routes look as if they were not there.
  if (!user || !isPlatformAdmin(user)) throw new WhatsAppError('not-found', 'Not found');
  await asSystem('platform administration', () => work({ user, actor: platformActor(user) }));
};

/** The company that a route of the platform names. */
export const tenantOfRoute = async (strapi: Core.Strapi, ctx: Context): Promise<TenantRow> => {
  const { tenantId } = ctx.params as { tenantId: string };
  const row = isDocumentId(tenantId) && (await findTenant(strapi, { document_id: tenantId }));
  if (!row) throw new WhatsAppError('not-found', 'Company not found');
  return row;
};
