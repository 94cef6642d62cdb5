import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { z } from 'zod';
import { actionOf, GivenRole, RIGHTS_OF_ROLE } from '../../src/plugins/whatsapp/contracts/rights';
import { readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { createCompany } from '../support/company';
import { onEachDatabase } from '../support/on-each-database';
import { createPanelUser, registerFirstAdmin } from '../support/people';
import { freePorts } from '../support/ports';
import { STRAPI_MAIN } from '../support/repository';
import { createServerProcess } from '../support/server-process';
import type { ServerProcess } from '../support/server-process';
import { createTestDatabase, openDatabase } from '../support/test-database';

const TIMEOUT_MS = 300_000;

const Role = z.object({ id: z.number(), name: z.string(), code: z.string() });
const Permission = z.object({ action: z.string(), subject: z.string().nullable() });
const NAMES: Record<GivenRole, string> = {
  owner: 'WhatsApp owner',
  supervisor: 'WhatsApp supervisor',
  agent: 'WhatsApp agent',
};

/** Several processes share a PostgreSQL; a file of SQLite has one. */
const PROCESSES = { sqlite: 1, postgres: 2 };

const rolesOf = async (superAdmin: ApiClient) => {
  const roles = readData(z.array(Role), await superAdmin.get('/admin/roles'));
  return new Map(roles.map(({ id, name }) => [name, id]));
};
const permissionsOf = async (superAdmin: ApiClient, roleId: number | undefined) =>
  readData(z.array(Permission), await superAdmin.get(`/admin/roles/${roleId}/permissions`));

onEachDatabase('a fresh installation', (installation) => {
  const { client: superAdmin } = installation.superAdmin;

  it.each(GivenRole.options)(
    'has a Strapi role for the %s, with the rights of that role alone',
    async (role) => {
      const id = (await rolesOf(superAdmin)).get(NAMES[role]);
      const permissions = await permissionsOf(superAdmin, id);
      expect(permissions.map(({ action }) => action).sort()).toEqual(
        RIGHTS_OF_ROLE[role].map(actionOf).sort(),
      );
      expect(permissions.map(({ subject }) => subject)).toEqual(permissions.map(() => null));
    },
  );

  it('has Strapi’s own roles beside them, of which only the super admin’s knows our actions', async () => {
    const roles = await rolesOf(superAdmin);
    for (const name of ['Editor', 'Author']) {
      const permissions = await permissionsOf(superAdmin, roles.get(name));
      expect(JSON.stringify(permissions)).not.toContain('plugin::whatsapp');
    }
    const all = await permissionsOf(superAdmin, roles.get('Super Admin'));
    expect(all.map(({ action }) => action)).toEqual(
      expect.arrayContaining(RIGHTS_OF_ROLE.owner.map(actionOf)),
    );
  });

  it('lets a member work who was given nothing but the role that is there', async () => {
    const { tenant } = await createCompany(installation);
    const roles = await rolesOf(superAdmin);
    const join = async (role: GivenRole) => {
      const roleId = roles.get(NAMES[role]) ?? 0;
      const person = await createPanelUser(superAdmin, { name: 'Nora New', roleId });
      const body = { email: person.email, role };
      readData(z.unknown(), await superAdmin.post(`/whatsapp/tenants/${tenant.id}/members`, body));
      return person.client;
    };
    const [owner, supervisor, agent] = [await join('owner'), await join('supervisor'), await join('agent')];
    const answers = async (path: string) =>
      Promise.all([owner, supervisor, agent].map(async (client) => (await client.get(path)).status));
    expect(await answers('/whatsapp/conversations')).toEqual([200, 200, 200]);
    expect(await answers('/whatsapp/channels')).toEqual([200, 403, 403]);
    expect(await answers('/admin/users')).toEqual([403, 403, 403]);
  });
});

onEachDatabase('the Strapi roles', (installation) => {
  let folder: string;
  let connection: Knex;
  let servers: { strapi: ServerProcess; url: string }[];
  let drop: () => Promise<void>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-roles-'));
    const [ports, database] = await Promise.all([
      freePorts(PROCESSES[installation.kind]),
      createTestDatabase(installation.kind, folder),
    ]);
    connection = openDatabase(database);
    drop = database.drop;
    servers = ports.map((port) => {
      const url = `http://127.0.0.1:${port}`;
      const env = {
        ...installation.env,
        ...database.env,
        PORT: String(port),
        ENV_PATH: path.join(folder, 'no.env'),
      };
      const logFile = path.join(folder, `${port}.log`);
      const options = { file: STRAPI_MAIN, args: ['start'], env, logFile, readyUrl: `${url}/_health` };
      return { url, strapi: createServerProcess(options) };
    });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all(servers.map(({ strapi }) => strapi.stop()));
    await connection.destroy();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const Names = z.array(z.object({ name: z.string() }));
  const names = async (): Promise<string[]> => {
    const rows: unknown = await connection('admin_roles').where('name', 'like', '%WhatsApp%').select('name');
    return Names.parse(rows)
      .map(({ name }) => name)
      .sort();
  };

  it(
    'are offered once: what was deleted or changed stays so',
    async () => {
      const [server] = servers;
      await server?.strapi.start();
      const { client } = await registerFirstAdmin(server?.url ?? '');
      const roles = await rolesOf(client);
      const [owner, supervisor, agent] = GivenRole.options.map((role) => roles.get(NAMES[role]));
      expect((await client.delete(`/admin/roles/${agent}`)).status).toBe(200);
      const name = 'Head of WhatsApp';
      expect((await client.put(`/admin/roles/${owner}`, { name, description: '' })).status).toBe(200);
      await client.put(`/admin/roles/${supervisor}/permissions`, { permissions: [] });

      await server?.strapi.restart();
      expect(await names()).toEqual(['Head of WhatsApp', 'WhatsApp supervisor']);
      expect(await permissionsOf(client, supervisor)).toEqual([]);
      await server?.strapi.stop();
    },
    TIMEOUT_MS,
  );

  it(
    'are made once by all that start together, and a role that has the name already is left alone',
    async () => {
      await connection('admin_roles').where({ code: 'whatsapp-owner' }).delete();
      await connection('strapi_core_store_settings').where('key', 'like', 'plugin_whatsapp_%').delete();
      await Promise.all(servers.map(({ strapi }) => strapi.start()));

      expect(await names()).toEqual(['WhatsApp agent', 'WhatsApp owner', 'WhatsApp supervisor']);
      const links = await connection('admin_permissions as p')
        .join('admin_permissions_role_lnk as l', 'l.permission_id', 'p.id')
        .join('admin_roles as r', 'r.id', 'l.role_id')
        .whereIn('r.name', Object.values(NAMES))
        .select({ name: 'r.name', action: 'p.action' });
      const expected = (['owner', 'agent'] as const).flatMap((role) =>
        RIGHTS_OF_ROLE[role].map((right) => ({ name: NAMES[role], action: actionOf(right) })),
      );
      // The supervisor's were taken away by hand before.
      expect(links).toHaveLength(expected.length);
      expect(links).toEqual(expect.arrayContaining(expected));
    },
    TIMEOUT_MS,
  );
});
