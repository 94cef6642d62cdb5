import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { actionOf, RIGHTS } from '../../src/plugins/whatsapp/contracts/rights';
import type { Right } from '../../src/plugins/whatsapp/contracts/rights';
import { createApiClient, readData } from './api-client';
import type { ApiClient } from './api-client';

/** People of the admin panel, made the way the panel makes them. Each gets a token without the rate-limited log-in. */

/** Every right of the plugin, as Strapi's actions. */
export const PERMISSIONS = Object.fromEntries(
  (Object.keys(RIGHTS) as Right[]).map((right) => [right, actionOf(right)]),
) as Record<Right, string>;

export interface Person {
  email: string;
  password: string;
  client: ApiClient;
}

const Session = z.object({ token: z.string() });
const Role = z.object({ id: z.number(), name: z.string() });
const CreatedUser = z.object({ id: z.number(), registrationToken: z.string() });

export const freshPassword = (): string => `Aa1-${randomBytes(9).toString('base64url')}`;

export const freshEmail = (name: string): string =>
  `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${randomBytes(4).toString('hex')}@example.com`;

/** The first admin of an empty installation: its super admin. */
export const registerFirstAdmin = async (baseUrl: string): Promise<Person> => {
  const nobody = createApiClient(baseUrl);
  const email = 'super.admin@example.com';
  const password = freshPassword();
  const reply = await nobody.post('/admin/register-admin', {
    email,
    firstname: 'Sam',
    lastname: 'Super',
    password,
  });
  return { email, password, client: nobody.as(readData(Session, reply).token) };
};

/** Strapi allows five log-ins per address and five minutes: use it where the log-in itself is the subject. */
export const logIn = async (
  baseUrl: string,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<ApiClient> => {
  const nobody = createApiClient(baseUrl);
  return nobody.as(readData(Session, await nobody.post('/admin/login', { email, password })).token);
};

/** A role that may do exactly this. Roles of one name are made once. */
export const ensureRole = async (
  superAdmin: ApiClient,
  name: string,
  actions: readonly string[],
): Promise<number> => {
  const roles = readData(z.array(Role), await superAdmin.get('/admin/roles'));
  const existing = roles.find((role) => role.name === name);
  if (existing) return existing.id;
  const created = await superAdmin.post('/admin/roles', { name, description: name });
  // Suites run side by side: another one may have made it in this instant.
  if (created.status === 400) return ensureRole(superAdmin, name, actions);
  const role = readData(Role, created);
  const permissions = actions.map((action) => ({ action, subject: null, properties: {}, conditions: [] }));
  readData(z.unknown(), await superAdmin.put(`/admin/roles/${role.id}/permissions`, { permissions }));
  return role.id;
};

/** An active person of the panel with this role. */
export const createPanelUser = async (
  superAdmin: ApiClient,
  { name, roleId }: { name: string; roleId: number },
): Promise<Person> => {
  const email = freshEmail(name);
  const password = freshPassword();
  const [firstname = name, lastname = ''] = name.split(' ');
  const invited = readData(
    CreatedUser,
    await superAdmin.post('/admin/users', { email, firstname, lastname, roles: [roleId] }),
  );
  const session = await superAdmin.as(null).post('/admin/register', {
    registrationToken: invited.registrationToken,
    userInfo: { firstname, lastname, password },
  });
  return { email, password, client: superAdmin.as(readData(Session, session).token) };
};
