import { ROLES, SUPER_ADMIN } from './cast.mjs';

/** Registers the first admin, or logs in as the one from last time. Resolves to a client that may do everything. */
export const enterAsSuperAdmin = async (strapi, password) => {
  const { email } = SUPER_ADMIN;
  const { data: installation } = await strapi.get('/admin/init');
  const { data: session } = installation.hasAdmin
    ? await strapi.post('/admin/login', { email, password })
    : await strapi.post('/admin/register-admin', { ...SUPER_ADMIN, password });
  return strapi.as(session.token);
};

export const enterAs = async (strapi, email, password) => {
  const { data: session } = await strapi.post('/admin/login', { email, password });
  return strapi.as(session.token);
};

const ensureRole = async (admin, existing, { name, description, actions }) => {
  const found = existing.find((role) => role.name === name);
  const role = found ?? (await admin.post('/admin/roles', { name, description })).data;
  // Set every time: a first start that was interrupted may have made a role without rights.
  const permissions = actions.map((action) => ({ action, subject: null, properties: {}, conditions: [] }));
  await admin.put(`/admin/roles/${role.id}/permissions`, { permissions });
  return role.id;
};

/** The two roles of the trade, by their key. */
export const ensureRoles = async (admin) => {
  const { data: existing } = await admin.get('/admin/roles');
  const ids = {};
  for (const [key, role] of Object.entries(ROLES)) ids[key] = await ensureRole(admin, existing, role);
  return ids;
};

/** Makes sure that these people can log in to the panel. Who exists already is left alone. */
export const ensurePeople = async (admin, people, roleIds, passwords) => {
  const { data } = await admin.get('/admin/users?pageSize=100');
  const existing = new Map(data.results.map((user) => [user.email, user]));
  for (const { email, firstname, lastname, role } of people) {
    const known = existing.get(email);
    if (known?.isActive) continue;
    const { id } =
      known ??
      (await admin.post('/admin/users', { email, firstname, lastname, roles: [roleIds[role]] })).data;
    await admin.put(`/admin/users/${id}`, { isActive: true, password: passwords[email] });
  }
};
