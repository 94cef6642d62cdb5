import type { Core } from '@strapi/strapi';

const SUPER_ADMIN = { code: 'strapi-super-admin' };

/**
 * Runs `work` once in the life of an installation, all of it or nothing; what people do with the result afterwards
 * stays. Of several processes that start together one does it, while the others wait: they meet at the row of the super
 * admin's role, which is there as soon as Strapi has its roles.
 */
export const onceInLife = async (
  strapi: Core.Strapi,
  key: string,
  work: () => Promise<void>,
): Promise<void> => {
  const memory = strapi.store({ type: 'plugin', name: 'whatsapp', key });
  if (await memory.get({})) return;
  await strapi.db.transaction(async () => {
    await strapi.db.query('admin::role').updateMany({ where: SUPER_ADMIN, data: SUPER_ADMIN });
    if (await memory.get({})) return;
    await work();
    await memory.set({ value: true });
  });
};
