import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readBody } from './api-client';
import type { ApiClient } from './api-client';
import type { Installation } from './installation';
import { freshEmail, freshPassword } from './people';

const Created = z.object({ id: z.number(), documentId: z.string(), username: z.string() });
const Roles = z.object({ roles: z.array(z.object({ id: z.number(), type: z.string() })) });
const LoggedIn = z.object({ jwt: z.string() });

export interface SiteUser {
  id: number;
  documentId: string;
  username: string;
  email: string;
  /** Asks with a token of users-permissions. */
  client: ApiClient;
}

/** A user of `users-permissions`: somebody of the content API, who cannot open the panel. */
export const createSiteUser = async (
  { superAdmin }: Installation,
  roleType = 'authenticated',
): Promise<SiteUser> => {
  const [email, password] = [freshEmail('site'), freshPassword()];
  const username = `site-${randomBytes(5).toString('hex')}`;
  const roles = readBody(Roles, await superAdmin.client.get('/users-permissions/roles')).roles;
  const role = roles.find(({ type }) => type === roleType)?.id;
  const user = { role, username, email, password, provider: 'local', confirmed: true, blocked: false };
  const { id, documentId } = readBody(
    Created,
    await superAdmin.client.post('/content-manager/collection-types/plugin::users-permissions.user', user),
  );
  const nobody = superAdmin.client.as(null);
  const session = readBody(LoggedIn, await nobody.post('/api/auth/local', { identifier: email, password }));
  return { id, documentId, username, email, client: nobody.as(session.jwt) };
};
