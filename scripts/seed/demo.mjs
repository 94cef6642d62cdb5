import { COMPANIES, PHONE, SUPER_ADMIN } from './cast.mjs';
import { ensureChannel, ensureCompany } from './companies.mjs';
import { createJsonClient } from './json-client.mjs';
import { buildScene, startCustomers, subscribeWebhook } from './meta.mjs';
import { ensurePeople, ensureRoles, enterAs, enterAsSuperAdmin } from './people.mjs';
import { printDemo } from './print.mjs';
import { ensureSiteUsers, openRest } from './site.mjs';

const openCompany = async ({ strapi, admin, graph, keepsake }, company) => {
  await ensureCompany(admin, company);
  const { email } = company.people.find(({ role }) => role === 'owner');
  const owner = await enterAs(strapi, email, keepsake.passwords[email]);
  await ensureChannel(owner, company, keepsake.meta[company.key]);
  const { data: webhook } = await owner.get('/whatsapp/webhook');
  await subscribeWebhook(graph, company, webhook);
};

/**
 * Fills the demo through the same requests as people and Meta would, so nothing in it is possible only here.
 * A second start finds everything in the database; only the simulated Meta, which remembers nothing, is set up again.
 */
export const startDemo = async ({ strapiUrl, graphUrl, phoneUrl }, keepsake) => {
  const strapi = createJsonClient(strapiUrl);
  const graph = createJsonClient(graphUrl);
  await buildScene(graph, COMPANIES, keepsake.meta);
  await createJsonClient(phoneUrl).post('/_control/scene', PHONE);

  const admin = await enterAsSuperAdmin(strapi, keepsake.passwords[SUPER_ADMIN.email]);
  const roleIds = await ensureRoles(admin);
  const people = COMPANIES.flatMap((company) => company.people);
  await ensurePeople(admin, people, roleIds, keepsake.passwords);
  const siteUsers = COMPANIES.map(({ siteUser }) => siteUser);
  await ensureSiteUsers(admin, siteUsers, { roleId: await openRest(admin), passwords: keepsake.passwords });
  for (const company of COMPANIES) await openCompany({ strapi, admin, graph, keepsake }, company);
  await startCustomers(graph, COMPANIES);
  printDemo({ strapiUrl, graphUrl, phoneUrl, passwords: keepsake.passwords });
};
