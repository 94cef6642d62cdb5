import { z } from 'zod';
import { readBody, readData } from './api-client';
import type { ApiClient } from './api-client';
import { createSiteUser } from './content-manager';
import type { SiteUser } from './content-manager';
import type { Installation } from './installation';

const Roles = z.object({ roles: z.array(z.object({ id: z.number(), name: z.string() })) });

/** A role of users-permissions that may ask these `controller.action`s of the plugin. Roles of one name are made once. */
const ensureSiteRole = async (
  superAdmin: ApiClient,
  name: string,
  actions: readonly string[],
): Promise<number> => {
  const { roles } = readBody(Roles, await superAdmin.get('/users-permissions/roles'));
  const existing = roles.find((role) => role.name === name);
  if (existing) return existing.id;
  const controllers: Record<string, Record<string, { enabled: boolean }>> = {};
  for (const [controller = '', action = ''] of actions.map((one) => one.split('.'))) {
    controllers[controller] = { ...controllers[controller], [action]: { enabled: true } };
  }
  const body = { name, description: name, permissions: { 'plugin::whatsapp': { controllers } }, users: [] };
  readBody(z.unknown(), await superAdmin.post('/users-permissions/roles', body));
  return ensureSiteRole(superAdmin, name, actions);
};

/** A user of the site who may ask the plugin these things, as far as Strapi is concerned. */
export const createSiteMember = async (
  installation: Installation,
  { roleName, actions }: { roleName: string; actions: readonly string[] },
): Promise<SiteUser> => {
  const { client } = installation.superAdmin;
  const user = await createSiteUser(installation);
  const role = await ensureSiteRole(client, roleName, actions);
  const path = `/content-manager/collection-types/plugin::users-permissions.user/${user.documentId}`;
  readData(z.unknown(), await client.put(path, { role }));
  return user;
};
