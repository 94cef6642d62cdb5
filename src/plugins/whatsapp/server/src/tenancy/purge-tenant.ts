import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import { announce } from '../kit/announce';
import { asSystem } from '../kit/scope';
import { findTenant, inTransaction, isTransient, lockTenant, purgeRows } from '../store';
import { TENANT_DELETED, type TenantDeleted } from './events';
import { findScopedTypes } from './isolation/scoped-types';

const ATTEMPTS = 3;

/**
 * Deletes a company: every row of every scoped type, those that the application declared included, its people's
 * memberships, its API tokens and its audit log. All or nothing; fails with `not-found` where it is gone already. What
 * lies elsewhere is removed by whoever hears `TENANT_DELETED`.
 */
export const purgeTenant = (strapi: Core.Strapi, tenantId: number): Promise<void> =>
  asSystem('platform administration', async () => {
    const tenant = await findTenant(strapi, { id: tenantId });
    const purge = () =>
      inTransaction(strapi, async (trx, afterCommit) => {
        if (!tenant || !(await lockTenant(trx, tenantId))) {
          throw new WhatsAppError('not-found', 'Company not found');
        }
        await purgeRows(strapi, trx, { tenantId, scopedUids: findScopedTypes(strapi).uids });
        const deleted: TenantDeleted = { tenantId, documentId: tenant.documentId };
        afterCommit(() => announce(strapi, TENANT_DELETED, deleted));
      });
    // Whoever sends a message meanwhile may hold a row that we want, while they want one of ours.
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await purge();
      } catch (error) {
        if (attempt === ATTEMPTS || !isTransient(error)) throw error;
      }
    }
  });
