import { z } from 'zod';
import type { Knex } from 'knex';
import { actionOf, RIGHTS_OF_ROLE } from '../../src/plugins/whatsapp/contracts/rights';
import { readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { connectChannel, createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import { addRestricted } from '../support/inbox-people';
import type { Installation } from '../support/installation';
import { createPanelUser, ensureRole, logIn } from '../support/people';
import type { Person } from '../support/people';
import { readRow, WithId } from '../support/stored-rows';
import type { FilledCompany } from './large-inbox';

/** So many companies have people and a number that works; the others are there to be many. */
const STAFFED = 3;
/** Of a hundred conversations, so many are of the person who sees only their own. */
const THEIRS_PERCENT = 2;

/** Who asks, and what they have before them. */
export interface Desk {
  /** Sees everything. */
  agent: ApiClient;
  /** Sees only what is given to them. */
  restricted: ApiClient;
  longChats: string[];
  /** Of chats nobody has read. */
  unread: string[];
}

export interface StaffedCompany {
  company: TestCompany;
  tenantId: number;
}

const idOf = async (query: Knex.QueryBuilder): Promise<number> => (await readRow(WithId, query)).id;

/** Companies with a number each, as rows are filled in for: first those that will have people. */
export const foundCompanies = async (
  installation: Installation,
  count: number,
): Promise<{ staffed: StaffedCompany[]; all: FilledCompany[] }> => {
  const database = installation.database();
  const staffed: StaffedCompany[] = [];
  for (let n = 0; n < Math.min(STAFFED, count); n += 1) {
    const company = await createCompany(installation);
    await connectChannel(company, await installation.graphControl.addCompany());
    const tenantId = await idOf(
      database('whatsapp_tenants').where({ document_id: company.tenant.id }).first('id'),
    );
    staffed.push({ company, tenantId });
  }
  await database.raw(
    `with t as (
       insert into whatsapp_tenants (document_id, name, webhook_key, verify_token, change_seq, created_at)
       select 't' || substr(md5('t' || n), 1, 23), 'Company ' || n, md5('key' || n), '', 0, now()
       from generate_series(?::int, ?::int) n returning id, name)
     insert into whatsapp_channels (document_id, tenant_id, kind, name, state, created_at)
     select 'h' || substr(md5('h' || id), 1, 23), id, 'cloud', name, 'paused', now() from t`,
    [staffed.length + 1, count],
  );
  const channels = await database('whatsapp_channels')
    .orderBy('tenant_id')
    .select<{ id: number; tenant_id: number }[]>('id', 'tenant_id');
  return { staffed, all: channels.map(({ id, tenant_id: tenantId }) => ({ tenantId, channelId: id })) };
};

const addAgent = async ({ superAdmin }: Installation, { tenant }: TestCompany): Promise<Person> => {
  const roleId = await ensureRole(superAdmin.client, 'Bench agent', RIGHTS_OF_ROLE.agent.map(actionOf));
  const person = await createPanelUser(superAdmin.client, { name: 'Anna Agent', roleId });
  const body = { kind: 'admin', email: person.email, role: 'agent' };
  readData(z.unknown(), await superAdmin.client.post(`/whatsapp/tenants/${tenant.id}/members`, body));
  return person;
};

const documentIds = async (query: Knex.QueryBuilder): Promise<string[]> =>
  (await query.select<{ document_id: string }[]>('document_id')).map(({ document_id: id }) => id);

/** People of the staffed companies, with sessions that begin now: a fill may take longer than a session. */
export const seatPeople = async (
  installation: Installation,
  staffed: readonly StaffedCompany[],
  size: { companies: number; longChats: number },
): Promise<Desk[]> => {
  const database = installation.database();
  const client = await logIn(installation.strapiUrl, installation.superAdmin);
  const today = { ...installation, superAdmin: { ...installation.superAdmin, client } };
  const desks: Desk[] = [];
  for (const { company, tenantId } of staffed) {
    const { client: agent } = await addAgent(today, company);
    const { client: restricted, memberId } = await addRestricted(today, company);
    const member = await idOf(database('whatsapp_members').where({ document_id: memberId }).first('id'));
    const mine = () => database('whatsapp_conversations').where({ tenant_id: tenantId });
    await mine().whereRaw('change_seq % 100 < ?', [THEIRS_PERCENT]).update({ assignee_id: member });
    desks.push({
      agent,
      restricted,
      longChats: await documentIds(mine().where('id', '<=', size.longChats * size.companies)),
      unread: await documentIds(mine().where('unread_count', '>', 0).limit(1_000)),
    });
  }
  return desks;
};
