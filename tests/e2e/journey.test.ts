import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { keepScreenshot, launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { eventually } from '../support/eventually';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene } from '../flow/scene';
import type { Company } from '../simulators/graph';

const TIMEOUT_MS = 300_000;
const CUSTOMER = { from: '15550107001', name: 'Ada Sample' };

/** Only our own part of the panel: the shell around it is Strapi's. */
const accessibilityFaults = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
};

const logIn = async (page: Page, stack: Stack): Promise<void> => {
  const { email, password } = stack.superAdmin;
  await page.goto(`${stack.strapiUrl}/admin/auth/login`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: false }).first().fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.waitForURL(/\/admin\/?$/);
  // Strapi's own announcement would be in every picture.
  await page.getByRole('button', { name: /close/i }).first().click();
};

const chooseTheme = async (page: Page, theme: 'light' | 'dark'): Promise<void> => {
  await page.evaluate((value) => localStorage.setItem('STRAPI_THEME', value), theme);
  await page.reload();
};

describe('a day in the panel', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let context: BrowserContext;
  let page: Page;
  let meta: Company;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ database: 'sqlite' }), launchBrowser()]);
    context = await browser.openContext({ width: 1280, height: 900 });
    page = await context.newPage();
    meta = stack.graph.registry.addCompany({ name: 'Acme', display: '+1 555-010-0190' });
    await logIn(page, stack);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await endScene(stack);
  });

  const customerWrites = (text: string) =>
    stack.graph.customers.write({ phoneNumberId: meta.number.id, ...CUSTOMER, text });
  const log = () => page.getByRole('log');

  it('begins with a company', async () => {
    await page.goto(`${stack.strapiUrl}/admin/plugins/whatsapp`);
    await page.getByText('You do not belong to a company yet').waitFor();
    await keepScreenshot(page, '01-no-company');

    await page.goto(`${stack.strapiUrl}/admin/settings/whatsapp/channels`);
    await page.getByLabel('Name of the company').fill('Acme');
    await page.getByRole('button', { name: 'Create company' }).click();
    await page.getByText('No number is connected yet').waitFor();
    await keepScreenshot(page, '02-no-channel');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it(
    'says which check failed for a wrong token, and saves nothing',
    async () => {
      await page.goto(`${stack.strapiUrl}/admin/settings/whatsapp/channels/new`);
      await page.getByLabel('Name of the channel').fill('Sales');
      await page.getByLabel('Phone number ID').fill(` ${meta.number.id} `);
      await page.getByLabel('WhatsApp Business account ID').fill(meta.waba.id);
      await page
        .getByLabel('Access token', { exact: false })
        .first()
        .fill('EAAthisisawrongtokenthisisawrongtoken');
      await page.getByLabel('App secret', { exact: false }).first().fill(meta.app.secret);
      await page.getByRole('button', { name: 'Save' }).click();

      await page
        .getByText(/token/i)
        .filter({ hasText: /not|invalid|expired|refus/i })
        .first()
        .waitFor();
      await keepScreenshot(page, '03-wrong-token');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await stack.database()('whatsapp_channels').select('id')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'tests and saves the right credentials, and shows the webhook to copy',
    async () => {
      await page.getByLabel('Access token', { exact: false }).first().fill(meta.token.value);
      await page.getByRole('button', { name: 'Test connection' }).click();
      await page.getByText('+1 555-010-0190').first().waitFor();
      await keepScreenshot(page, '04-checks');
      await page.getByRole('button', { name: 'Save' }).click();

      await page.getByText('Connected', { exact: true }).waitFor();
      await keepScreenshot(page, '05-channels');
      expect(await accessibilityFaults(page)).toEqual([]);
      const url = await page.getByLabel('Callback URL').inputValue();
      const verifyToken = await page.getByLabel('Verify token').inputValue();
      expect(await stack.graph.webhooks.subscribe(meta.app.id, { url, verifyToken })).toMatchObject({
        verified: true,
      });
    },
    TIMEOUT_MS,
  );

  it('never gives a secret back to the page', async () => {
    await page
      .getByRole('link', { name: /Edit/ })
      .or(page.getByRole('button', { name: /Edit/ }))
      .first()
      .click();
    await page.getByLabel('App secret', { exact: false }).first().waitFor();
    const html = await page.content();
    expect(html).not.toContain(meta.app.secret);
    expect(html).not.toContain(meta.token.value);
  });

  it(
    'shows a message the moment it arrives, and the answer up to "read"',
    async () => {
      await page.goto(`${stack.strapiUrl}/admin/plugins/whatsapp`);
      await page.getByText('No conversations yet').waitFor();
      await keepScreenshot(page, '06-empty-inbox');
      stack.graph.configure({ statuses: { sentAfterMs: 200, deliveredAfterMs: 300, readAfterMs: 300 } });

      customerWrites('Hello! Is the blue one still available?');
      await page.getByText('Is the blue one still available?').first().click();
      await log().getByText('Is the blue one still available?').waitFor();

      const composer = page.getByPlaceholder('Write a message');
      await composer.fill('Yes, it is. Shall we put it aside for you?');
      await composer.press('Enter');
      await log().getByText('Shall we put it aside for you?').waitFor();
      await log()
        .getByLabel('Read', { exact: true })
        .or(log().getByTitle('Read', { exact: true }))
        .first()
        .waitFor();
      expect(await composer.inputValue()).toBe('');

      customerWrites('Please do, thank you 🙏');
      // Well below the 30 seconds of the safety poll: this came over the socket.
      await log().getByText('Please do, thank you').waitFor({ timeout: 15_000 });
      await keepScreenshot(page, '07-chat');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(stack.graph.ledger.accepted.entries.map(({ text }) => text)).toEqual([
        'Yes, it is. Shall we put it aside for you?',
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps what could not be sent, says why, and sends it once on retry',
    async () => {
      stack.graph.faults.add({ kind: 'refuse', code: 131047 });
      const composer = page.getByPlaceholder('Write a message');
      await composer.fill('One more thing');
      await composer.press('Enter');
      await log().getByText('More than 24 hours have passed').waitFor();
      await keepScreenshot(page, '08-failed');

      await log().getByRole('button', { name: 'Retry' }).click();
      await eventually(() => {
        expect(
          stack.graph.ledger.accepted.entries.filter(({ text }) => text === 'One more thing'),
        ).toHaveLength(1);
      });
      await log().getByText('More than 24 hours have passed').waitFor({ state: 'detached' });
    },
    TIMEOUT_MS,
  );

  it(
    'catches up after the server was away',
    async () => {
      await stack.strapi.kill();
      customerWrites('Are you there?');
      await stack.strapi.start();
      await log().getByText('Are you there?').waitFor({ timeout: 60_000 });
    },
    TIMEOUT_MS,
  );

  it(
    'waits for permissions that come late',
    async () => {
      let letThrough = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letThrough = resolve;
      });
      await page.route('**/admin/users/me/permissions', (route) => held.then(() => route.continue()));
      await Promise.all([page.waitForResponse(/ConversationsPage/), page.reload()]);
      await page.getByRole('navigation').first().waitFor();
      await page.locator('main[aria-busy="true"]').waitFor();
      letThrough();
      await log().getByText('Are you there?').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    },
    TIMEOUT_MS,
  );

  it(
    'is at home in the dark and on a phone',
    async () => {
      await chooseTheme(page, 'dark');
      await log().getByText('Are you there?').waitFor();
      await keepScreenshot(page, '09-chat-dark');
      expect(await accessibilityFaults(page)).toEqual([]);

      await page.setViewportSize({ width: 390, height: 844 });
      await keepScreenshot(page, '10-chat-phone-dark');
      await chooseTheme(page, 'light');
      await log().getByText('Are you there?').waitFor();
      await keepScreenshot(page, '11-chat-phone');
      await page
        .getByRole('button', { name: 'Back to the list' })
        .or(page.getByRole('link', { name: 'Back to the list' }))
        .click();
      await page.getByText(CUSTOMER.name).first().waitFor();
      await keepScreenshot(page, '12-list-phone');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    },
    TIMEOUT_MS,
  );

  it('speaks Spanish and Portuguese', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const [locale, words] of [
      ['es', 'Conversaciones'],
      ['pt-BR', 'Conversas'],
    ] as const) {
      await page.evaluate((value) => localStorage.setItem('strapi-admin-language', value), locale);
      await page.reload();
      await page.getByRole('heading', { name: words }).waitFor();
      await keepScreenshot(page, `13-chat-${locale}`);
    }
  });
});
