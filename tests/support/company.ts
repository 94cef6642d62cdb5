import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Channel, WebhookAddress } from '../../src/plugins/whatsapp/contracts/channel';
import { Tenant } from '../../src/plugins/whatsapp/contracts/tenancy';
import { actionOf, RIGHTS_OF_ROLE } from '../../src/plugins/whatsapp/contracts/rights';
import type { GivenRole } from '../../src/plugins/whatsapp/contracts/rights';
import { readData } from './api-client';
import type { ApiClient } from './api-client';
import { eventually } from './eventually';
import type { MetaCompany } from './graph-control';
import type { Installation } from './installation';
import { createPanelUser, ensureRole } from './people';
import type { Person } from './people';

export interface TestCompany {
  tenant: Tenant;
  /** May do everything within the company. */
  owner: Person;
  /** Reads and answers. */
  agent: Person;
  api: ApiClient;
  addPerson(name: string, role: GivenRole): Promise<Person>;
}

/** A Strapi role for each role in a company, with every right that the latter may have. */
const STRAPI_ROLES: Record<GivenRole, string> = {
  owner: 'Test owner',
  supervisor: 'Test supervisor',
  agent: 'Test agent',
};

/** A company that nobody else uses, with an owner and an agent. `api` asks as the owner. */
export const createCompany = async ({ superAdmin }: Installation, name?: string): Promise<TestCompany> => {
  const unique = name ?? `Company ${randomBytes(4).toString('hex')}`;
  const tenant = readData(Tenant, await superAdmin.client.post('/whatsapp/tenants', { name: unique }));

  const addPerson = async (personName: string, role: GivenRole): Promise<Person> => {
    const actions = RIGHTS_OF_ROLE[role].map(actionOf);
    const roleId = await ensureRole(superAdmin.client, STRAPI_ROLES[role], actions);
    const person = await createPanelUser(superAdmin.client, { name: personName, roleId });
    const body = { kind: 'admin', email: person.email, role };
    readData(z.unknown(), await superAdmin.client.post(`/whatsapp/tenants/${tenant.id}/members`, body));
    return person;
  };

  const owner = await addPerson('Olga Owner', 'owner');
  const agent = await addPerson('Arno Agent', 'agent');
  return { tenant, owner, agent, api: owner.client, addPerson };
};

export const credentialsOf = (meta: MetaCompany) => ({
  accessToken: meta.token.value,
  phoneNumberId: meta.number.id,
  businessAccountId: meta.waba.id,
  appSecret: meta.app.secret,
});

/** Connects the company to its number through the same request as the panel's form. */
export const connectChannel = async (
  company: TestCompany,
  meta: MetaCompany,
  name = 'Main number',
): Promise<Channel> => {
  const body = { kind: 'cloud', name, credentials: credentialsOf(meta) };
  return readData(Channel, await company.api.post('/whatsapp/channels', body));
};

/** What the administrator copies into Meta's console. */
export const webhookAddressOf = async (company: TestCompany): Promise<WebhookAddress> =>
  readData(WebhookAddress, await company.api.get('/whatsapp/webhook'));

/** "Verify and save" in Meta's console: from now on the company's webhooks arrive. */
export const registerWebhook = async (
  { graphControl }: Installation,
  company: TestCompany,
  meta: MetaCompany,
): Promise<void> => {
  const { url, verifyToken } = await webhookAddressOf(company);
  await eventually(async () => {
    const { verified } = await graphControl.subscribe(meta.app.id, { url, verifyToken });
    if (!verified) throw new Error(`The bridge does not know ${url} yet`);
  });
};

export interface ConnectedCompany extends TestCompany {
  meta: MetaCompany;
  channel: Channel;
}

/** A new company with people, a number that works, and webhooks that arrive: what most tests begin with. */
export const createConnectedCompany = async (
  installation: Installation,
  name?: string,
): Promise<ConnectedCompany> => {
  const [company, meta] = await Promise.all([
    createCompany(installation, name),
    installation.graphControl.addCompany(name),
  ]);
  const channel = await connectChannel(company, meta);
  await registerWebhook(installation, company, meta);
  return { ...company, meta, channel };
};
