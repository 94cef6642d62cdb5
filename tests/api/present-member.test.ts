import { Me, PRESENT_MEMBER_HEADER } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import { createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import { onEachDatabase } from '../support/on-each-database';
import type { Person } from '../support/people';

onEachDatabase('a screen that says for whose eyes it was drawn', (installation) => {
  const { superAdmin } = installation;
  const meOf = async ({ client }: Person): Promise<Me> => readData(Me, await client.get('/whatsapp/me'));
  const statusFor = async ({ client }: Person, memberId: string): Promise<number> => {
    const response = await fetch(new URL('/whatsapp/conversations', client.baseUrl), {
      headers: { authorization: `Bearer ${client.token}`, [PRESENT_MEMBER_HEADER]: memberId },
    });
    return response.status;
  };
  /** The owner of the first company works for the second one, too. */
  const twoCompanies = async (): Promise<{ person: Person; second: TestCompany }> => {
    const [first, second] = await Promise.all([createCompany(installation), createCompany(installation)]);
    const body = { kind: 'admin', email: first.owner.email, role: 'agent' };
    await superAdmin.client.post(`/whatsapp/tenants/${second.tenant.id}/members`, body);
    return { person: first.owner, second };
  };

  it('is served while its person works for that company', async () => {
    const { person } = await twoCompanies();
    const { member } = await meOf(person);
    expect(await statusFor(person, member?.id ?? '')).toBe(200);
  });

  it('is refused once its person has chosen another company', async () => {
    const { person, second } = await twoCompanies();
    const { member } = await meOf(person);
    await person.client.put('/whatsapp/me/company', { tenantId: second.tenant.id });
    expect(await statusFor(person, member?.id ?? '')).toBe(409);
    expect(await statusFor(person, (await meOf(person)).member?.id ?? '')).toBe(200);
  });

  it('cannot choose a company by it: a member of another one, and nobody, are refused alike', async () => {
    const { person, second } = await twoCompanies();
    const { member } = await meOf(second.owner);
    expect(await statusFor(person, member?.id ?? '')).toBe(409);
    expect(await statusFor(person, 'a'.repeat(24))).toBe(409);
  });
});
