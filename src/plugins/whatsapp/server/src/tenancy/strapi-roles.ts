import type { Core } from '@strapi/strapi';
import { actionOf, RIGHTS_OF_ROLE, type GivenRole } from '../../../contracts/rights';
import { onceInLife } from '../store';

/** How the roles of a company look among the roles of Strapi, where the platform's people give them away. */
const STRAPI_ROLES: Record<GivenRole, { name: string; description: string }> = {
  owner: {
    name: 'WhatsApp owner',
    description: 'Everything in the WhatsApp inbox of a company: its channels and members, too.',
  },
  supervisor: {
    name: 'WhatsApp supervisor',
    description: 'Reads and answers all chats, and looks after contacts, templates and reports.',
  },
  agent: { name: 'WhatsApp agent', description: 'Reads and answers chats, and looks after contacts.' },
};

interface RoleService {
  exists(where: { name: string }): Promise<boolean>;
  create(role: { name: string; description: string; code: string }): Promise<{ id: number }>;
  addPermissions(roleId: number, permissions: { action: string }[]): Promise<unknown>;
  hooks: {
    willResetSuperAdminPermissions: {
      register(run: (permissions: unknown) => Promise<unknown>): void;
    };
  };
}

const createRole = async (roles: RoleService, role: GivenRole): Promise<void> => {
  const { name, description } = STRAPI_ROLES[role];
  // Somebody's own role of that name means what they made of it.
  if (await roles.exists({ name })) return;
  const { id } = await roles.create({ name, description, code: `whatsapp-${role}` });
  const permissions = RIGHTS_OF_ROLE[role].map((right) => ({ action: actionOf(right) }));
  await roles.addPermissions(id, permissions);
};

/**
 * A Strapi role for each role in a company, made once: whoever deletes or changes one has decided. They hold the actions
 * of this plugin and nothing else, so no content type that comes later opens to them.
 *
 * Strapi makes its own roles after the plugins have started, and only where it finds none at all: made any earlier, ours
 * would leave the installation without a super admin. The hook is called right after.
 */
export const offerStrapiRoles = (strapi: Core.Strapi): void => {
  const roles = strapi.service('admin::role') as unknown as RoleService;
  roles.hooks.willResetSuperAdminPermissions.register(async (permissions) => {
    await onceInLife(strapi, 'strapi-roles', async () => {
      for (const role of Object.keys(STRAPI_ROLES) as GivenRole[]) await createRole(roles, role);
    });
    return permissions;
  });
};
