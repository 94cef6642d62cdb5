import type { Page } from 'playwright-core';
import { z } from 'zod';
import { actionOf, RIGHTS } from '../../src/plugins/whatsapp/contracts/rights';
import type { Right } from '../../src/plugins/whatsapp/contracts/rights';
import { Conversation } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from '../support/api-client';
import { launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { connectChannel, createCompany, webhookAddressOf } from '../support/company';
import type { TestCompany } from '../support/company';
import { lookAt, openPanel } from '../support/panel-page';
import { createPanelUser, ensureRole } from '../support/people';
import type { Person } from '../support/people';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene } from '../flow/scene';
import type { Company } from '../simulators/graph';

const TIMEOUT_MS = 240_000;
const EVERY_RIGHT = Object.keys(RIGHTS) as Right[];

describe('companies in the panel', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let platform: Page;
  /** Owner of the first company, agent of the second. */
  let paula: Person;
  /** Sees only what is assigned to her. */
  let rita: Person;
  let second: TestCompany;

  const address = (path: string) => `${stack.strapiUrl}/admin/${path}`;
  const personWith = async (name: string, rights: readonly Right[]): Promise<Person> => {
    const roleId = await ensureRole(stack.superAdmin.client, `Role of ${name}`, rights.map(actionOf));
    return createPanelUser(stack.superAdmin.client, { name, roleId });
  };
  const customerWrites = (meta: Company, name: string, text: string) =>
    stack.graph.customers.write({
      phoneNumberId: meta.number.id,
      from: `1555010${7000 + name.length}`,
      name,
      text,
    });
  const connect = async (company: Pick<TestCompany, 'api'>, display: string): Promise<Company> => {
    const meta = stack.graph.registry.addCompany({ name: display, display });
    await connectChannel(company as TestCompany, meta);
    const { url, verifyToken } = await webhookAddressOf(company as TestCompany);
    await stack.graph.webhooks.subscribe(meta.app.id, { url, verifyToken });
    return meta;
  };
  const dialog = (page: Page) => page.getByRole('dialog');

  beforeAll(async () => {
    [stack, browser] = await Promise.all([
      startStack({ database: 'sqlite', env: { WHATSAPP_PLATFORM_ENTRY: 'true' } }),
      launchBrowser(),
    ]);
    paula = await personWith('Paula Both', EVERY_RIGHT);
    rita = await personWith('Rita Restricted', ['read', 'send']);
    platform = await openPanel(browser, stack.superAdmin, address('settings/whatsapp/companies'));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await endScene(stack);
  });

  it(
    'are created by the platform, and given their first owner',
    async () => {
      await platform.getByText('There is no company yet').waitFor();
      expect(await lookAt(platform, '30-companies-empty')).toEqual([]);

      await platform.getByRole('button', { name: 'Create company' }).first().click();
      await dialog(platform).getByLabel('Name of the company').fill('Acme Flowers');
      expect(await lookAt(platform, '31-company-create')).toEqual([]);
      await dialog(platform).getByRole('button', { name: 'Create company' }).click();

      await platform.getByText('Nobody works here yet').waitFor();
      await platform.getByRole('button', { name: 'Add member' }).click();
      await dialog(platform).getByLabel('E-mail address').fill('nobody@example.com');
      await dialog(platform).getByRole('button', { name: 'Add member' }).click();
      await dialog(platform).getByText('Nobody has this e-mail address here').waitFor();
      expect(await lookAt(platform, '32-member-add')).toEqual([]);
      await dialog(platform).getByLabel('E-mail address').fill(paula.email);
      await dialog(platform).getByRole('button', { name: 'Add member' }).click();
      await platform.getByRole('main').getByText(paula.email, { exact: true }).first().waitFor();
    },
    TIMEOUT_MS,
  );

  it(
    'are told apart by the switcher: of each only its own is shown',
    async () => {
      const first = await connect({ api: paula.client }, '+1 555-010-0201');
      second = await createCompany(stack, 'Globex Repairs');
      await stack.superAdmin.client.post(`/whatsapp/tenants/${second.tenant.id}/members`, {
        kind: 'admin',
        email: paula.email,
        role: 'agent',
      });
      const other = await connect(second, '+1 555-010-0202');
      customerWrites(first, 'Ada Sample', 'Do you deliver roses on Sunday?');
      customerWrites(first, 'Ben Example', 'A bunch of tulips, please');
      customerWrites(other, 'Carla Muster', 'My washing machine leaks');

      const page = await openPanel(browser, paula, address('plugins/whatsapp'));
      await page.getByText('Do you deliver roses').first().waitFor({ timeout: 30_000 });
      const settings = await page.context().newPage();
      await settings.goto(address('settings/whatsapp/members'));
      await settings.getByRole('main').getByText(paula.email, { exact: true }).first().waitFor();
      expect(await page.content()).not.toContain('washing machine');

      await page.getByText('Do you deliver roses').first().click();
      await page.getByRole('log').getByText('Do you deliver roses').waitFor();
      expect(await lookAt(page, '33-inbox-of-two')).toEqual([]);

      await page.getByRole('button', { name: 'Company: Acme Flowers. Choose another' }).click();
      await page.getByRole('menuitem', { name: /Globex Repairs/ }).click();
      await page.getByText('My washing machine leaks').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/admin/plugins/whatsapp');
      expect(await page.content()).not.toContain('roses');
      expect(await lookAt(page, '34-inbox-switched')).toEqual([]);

      // The other tab follows, and an agent manages no members.
      await settings.getByText('Your role in Globex Repairs does not include this').waitFor();
      expect(await lookAt(settings, '35-no-right')).toEqual([]);

      await settings.getByRole('button', { name: /Choose another/ }).click();
      await settings.getByRole('menuitem', { name: /Acme Flowers/ }).click();
      await settings.getByRole('main').getByText(paula.email, { exact: true }).first().waitFor();
      await page.getByText('Do you deliver roses').first().waitFor();
      expect(await page.content()).not.toContain('washing machine');
      await page.context().close();
    },
    TIMEOUT_MS,
  );

  it(
    'give a chat to a colleague, who sees it the moment it is theirs, and no longer than that',
    async () => {
      const members = await openPanel(browser, paula, address('settings/whatsapp/members'));
      await members.getByRole('button', { name: 'Add member' }).click();
      await dialog(members).getByLabel('E-mail address').fill(rita.email);
      await dialog(members).getByRole('button', { name: 'Add member' }).click();
      await members.getByRole('main').getByText(rita.email, { exact: true }).first().waitFor();
      await members.getByText('Withholds:').waitFor();
      expect(await lookAt(members, '36-members')).toEqual([]);

      const hers = await openPanel(browser, rita, address('plugins/whatsapp'));
      await hers.getByText('As soon as a conversation is assigned to you').waitFor();

      const page = await openPanel(browser, paula, address('plugins/whatsapp'));
      await page.getByText('A bunch of tulips').first().click();
      await page.getByRole('button', { name: 'Assigned to: Unassigned. Change' }).click();
      await page.getByRole('menuitem', { name: 'Rita Restricted' }).waitFor();
      expect(await lookAt(page, '37-assignee-menu')).toEqual([]);
      await page.getByRole('menuitem', { name: 'Rita Restricted' }).click();
      await page.getByRole('button', { name: 'Assigned to: Rita Restricted. Change' }).waitFor();

      // Below the 30 seconds of the safety poll: this came over the socket.
      await hers.getByText('A bunch of tulips').first().click({ timeout: 15_000 });
      await hers.getByRole('log').getByText('A bunch of tulips').waitFor();
      expect(await hers.content()).not.toContain('roses');
      expect(await lookAt(hers, '38-assigned-only')).toEqual([]);

      await page.getByRole('button', { name: 'Assigned to: Rita Restricted. Change' }).click();
      await page.getByRole('menuitem', { name: /Paula Both/ }).click();
      await hers.getByText('no longer yours to see').waitFor({ timeout: 15_000 });
      expect(await hers.content()).not.toContain('tulips');
      expect(await lookAt(hers, '39-gone')).toEqual([]);

      await members.getByRole('button', { name: 'Remove Rita Restricted' }).click();
      await members.getByRole('alertdialog').getByText('ends within seconds').waitFor();
      expect(await lookAt(members, '40-member-remove')).toEqual([]);
      await members.getByRole('button', { name: 'Confirm' }).click();
      await hers.getByText('You no longer belong to Acme Flowers').waitFor({ timeout: 15_000 });
      expect(await lookAt(hers, '41-left')).toEqual([]);

      await members.getByRole('button', { name: 'Remove Paula Both' }).click();
      await members.getByRole('button', { name: 'Confirm' }).click();
      await members.getByText('is the last owner').first().waitFor();
      for (const each of [members, page, hers]) await each.context().close();
    },
    TIMEOUT_MS,
  );

  it(
    'give a key to another program, show it once, and write everything down',
    async () => {
      const page = await openPanel(browser, paula, address('settings/whatsapp/api-tokens'));
      await page.getByText('There is no token yet').waitFor();
      await page.getByRole('button', { name: 'Create token' }).first().click();
      await dialog(page).getByLabel('Name').fill('Website form');
      expect(await lookAt(page, '42-token-create')).toEqual([]);
      await dialog(page).getByRole('button', { name: 'Create token' }).click();
      const key = await page.getByLabel('Key', { exact: true }).inputValue();
      await page.getByRole('button', { name: 'Revoke Website form' }).waitFor();
      expect(await lookAt(page, '43-token-issued')).toEqual([]);

      const answer = await stack.superAdmin.client.as(key).get('/api/whatsapp/conversations');
      const names = readData(z.array(Conversation), answer).map(({ contact }) => contact.name);
      expect(names.sort()).toEqual(['Ada Sample', 'Ben Example']);
      await page.reload();
      await page.getByRole('button', { name: 'Revoke Website form' }).waitFor();
      expect(await page.content()).not.toContain(key);

      await page.goto(address('settings/whatsapp/audit'));
      await page.getByText('Paula Both created the API token Website form').waitFor();
      await page.getByText('Paula Both removed Rita Restricted').waitFor();
      await page.getByText('Sam Super (platform) created the company Acme Flowers').waitFor();
      expect(await lookAt(page, '44-audit')).toEqual([]);

      await page.getByLabel('What', { exact: true }).click();
      await page.getByRole('option', { name: 'Member removed' }).click();
      await page.getByText('Paula Both created the API token').waitFor({ state: 'detached' });
      await page.getByText('Paula Both removed Rita Restricted').waitFor();
      expect(new URL(page.url()).search).toBe('?action=member.removed');
      await page.getByLabel('Who', { exact: true }).fill('Nobody of this name');
      await page.getByText('Nothing fits these filters').waitFor();
      expect(await lookAt(page, '45-audit-none')).toEqual([]);
      await page.context().close();
    },
    TIMEOUT_MS,
  );

  it(
    'let the platform look in only with a reason, read-only, and written into their log',
    async () => {
      await platform.goto(address('settings/whatsapp/companies'));
      await platform.getByRole('button', { name: 'Enter the conversations of Globex Repairs' }).waitFor();
      expect(await lookAt(platform, '46-companies')).toEqual([]);
      await platform.getByRole('button', { name: 'Enter the conversations of Globex Repairs' }).click();
      await dialog(platform).getByLabel('Reason').fill('A customer reports missing messages');
      expect(await lookAt(platform, '47-visit-enter')).toEqual([]);
      await dialog(platform).getByRole('button', { name: 'Enter conversations' }).click();

      await platform.getByText('My washing machine leaks').first().click();
      await platform.getByText('You are visiting Globex Repairs').first().waitFor();
      await platform.getByText('you can read, but not answer').waitFor();
      expect(await platform.getByPlaceholder('Write a message').count()).toBe(0);
      expect(await lookAt(platform, '48-visit')).toEqual([]);

      await platform.getByRole('button', { name: 'Leave' }).click();
      await platform.getByText('You no longer belong to Globex Repairs').waitFor();
      expect(await platform.content()).not.toContain('washing machine');

      const owner = await openPanel(browser, second.owner, address('settings/whatsapp/audit'));
      await owner.getByText('Sam Super (platform) entered the conversations').waitFor();
      await owner.getByText('A customer reports missing messages').first().waitFor();
      await owner.context().close();
    },
    TIMEOUT_MS,
  );

  it(
    'are proved apart by a button',
    async () => {
      await platform.goto(address('settings/whatsapp/isolation'));
      await platform.getByText('What the check does').waitFor();
      expect(await lookAt(platform, '49-isolation')).toEqual([]);
      await platform.getByRole('button', { name: 'Run the check' }).click();
      await platform.getByText('The check is running').first().waitFor();
      await platform.locator('[data-verdict]').waitFor({ timeout: 200_000 });
      expect(await lookAt(platform, '50-isolation-verdict')).toEqual([]);
      expect(await platform.locator('[data-verdict]').innerText()).toContain('No company gets at another');
      await platform.getByLabel('Only problems').click();
      await platform.getByText('There is no problem on any route').waitFor();
    },
    TIMEOUT_MS,
  );

  it(
    'are deleted only by whoever writes out their name',
    async () => {
      await platform.goto(address('settings/whatsapp/companies'));
      await platform.getByRole('button', { name: 'Delete Globex Repairs' }).click();
      const confirm = dialog(platform).getByRole('button', { name: 'Delete for ever' });
      expect(await confirm.isDisabled()).toBe(true);
      await dialog(platform).getByLabel('Name of the company').fill('Globex Repairs');
      expect(await lookAt(platform, '51-company-delete')).toEqual([]);
      await confirm.click();
      await platform
        .getByRole('main')
        .getByText('Globex Repairs', { exact: true })
        .first()
        .waitFor({ state: 'detached' });
      await platform.getByRole('main').getByText('Acme Flowers', { exact: true }).first().waitFor();
    },
    TIMEOUT_MS,
  );
});
