import { createRequire } from 'node:module';
import { inRoot } from '../paths.mjs';
import { ROLE_NAMES, SUPER_ADMIN } from './cast.mjs';

const require = createRequire(import.meta.url);

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

/** What the plugin itself gives to each role, as it was compiled for this very start. */
const actionsOf = (role) => {
  const { RIGHTS_OF_ROLE, actionOf } = require(inRoot('dist/src/plugins/whatsapp/contracts/rights.js'));
  return RIGHTS_OF_ROLE[role].map(actionOf);
};

/** A demo of an earlier version made this role itself, with the few rights that there were. */
const topUp = async (admin, roleId, actions) => {
  const path = `/admin/roles/${roleId}/permissions`;
  const { data: permissions } = await admin.get(path);
  const present = new Set(permissions.map(({ action }) => action));
  const missing = actions.filter((action) => !present.has(action));
  if (missing.length === 0) return;
  const given = permissions.map(({ action, subject, properties, conditions }) => ({
    action,
    subject,
    properties,
    conditions,
  }));
  const added = missing.map((action) => ({ action, subject: null, properties: {}, conditions: [] }));
  await admin.put(path, { permissions: [...given, ...added] });
};

/** The ids of the plugin's Strapi roles, by the role in a company; one that somebody deleted is made again. */
export const ensureRoles = async (admin) => {
  const { data: existing } = await admin.get('/admin/roles');
  const ids = {};
  for (const [key, name] of Object.entries(ROLE_NAMES)) {
    const found = existing.find((role) => role.name === name);
    const { id } = found ?? (await admin.post('/admin/roles', { name, description: '' })).data;
    await topUp(admin, id, actionsOf(key));
    ids[key] = id;
  }
  return ids;
};

/** Makes sure that these people can log in to the panel. Who exists already is left alone. */
export const ensurePeople = async (admin, people, roleIds, passwords) => {
  const { data } = await admin.get('/admin/users?pageSize=100');
  const existing = new Map(data.results.map((user) => [user.email, user]));
  for (const { email, firstname, lastname, role } of people) {
    const known = existing.get(email);
    if (known?.isActive) continue;
    existing.set(email, { isActive: true }); // who works for two companies is one person
    const { id } =
      known ??
      (await admin.post('/admin/users', { email, firstname, lastname, roles: [roleIds[role]] })).data;
    await admin.put(`/admin/users/${id}`, { isActive: true, password: passwords[email] });
  }
};
