import type { Page } from 'playwright-core';
import { keepScreenshot, launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { createPanelUser, ensureRole, PERMISSIONS } from '../support/people';
import type { Person } from '../support/people';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene, setScene, startChat } from '../flow/scene';
import type { Scene } from '../flow/scene';

const TIMEOUT_MS = 300_000;

describe('what the inbox shows when it cannot show conversations', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let scene: Scene;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ database: 'sqlite' }), launchBrowser()]);
    scene = await setScene(stack);
    await startChat(stack, scene, '15550108001', 'A secret of the first company');
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await endScene(stack);
  });

  /** A page of somebody who is signed in already. */
  const pageOf = async ({ client }: Pick<Person, 'client'>): Promise<Page> => {
    const context = await browser.openContext();
    await context.addInitScript((token) => {
      localStorage.setItem('jwtToken', JSON.stringify(token));
      localStorage.setItem('isLoggedIn', 'true');
    }, client.token);
    return context.newPage();
  };
  const inbox = () => `${stack.strapiUrl}/admin/plugins/whatsapp`;
  const personWith = async (name: string, actions: string[]): Promise<Person> => {
    const roleId = await ensureRole(stack.superAdmin.client, `Role of ${name}`, actions);
    return createPanelUser(stack.superAdmin.client, { name, roleId });
  };

  it('has no menu entry and no page for somebody without the right', async () => {
    const page = await pageOf(await personWith('Nora Nothing', []));
    await page.goto(inbox());
    await page
      .getByText(/permission/i)
      .first()
      .waitFor();
    await keepScreenshot(page, '20-no-right');
    expect(await page.getByRole('link', { name: 'Conversations' }).count()).toBe(0);
    expect(await page.content()).not.toContain('A secret of the first company');
  });

  it('tells somebody of no company whom to ask', async () => {
    const page = await pageOf(await personWith('Lena Lonely', [PERMISSIONS.read]));
    await page.goto(inbox());
    await page.getByText('ask your administrator', { exact: false }).first().waitFor();
    await keepScreenshot(page, '21-no-company');
  });

  it('shows another company nothing of the first', async () => {
    const other = await setScene(stack);
    const page = await pageOf(other.company.agent);
    await page.goto(inbox());
    await page.getByText('No conversations yet').waitFor();
    await keepScreenshot(page, '22-other-company');
    expect(await page.content()).not.toContain('A secret of the first company');
  });

  it('says when it cannot be loaded, and loads on the next try', async () => {
    const page = await pageOf(scene.company.agent);
    await page.route('**/whatsapp/conversations*', (route) => route.abort());
    await page.goto(inbox());
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await keepScreenshot(page, '23-error');

    await page.unroute('**/whatsapp/conversations*');
    await again.click();
    await page.getByText('A secret of the first company').first().waitFor();
  });

  it('keeps a message that the server did not take, says so, and sends it once', async () => {
    const page = await pageOf(scene.company.agent);
    await page.goto(inbox());
    await page.getByText('A secret of the first company').first().click();
    const composer = page.getByPlaceholder('Write a message');
    await composer.waitFor();

    await page.route('**/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await composer.fill('Into the void');
    await composer.press('Enter');
    const retry = page.getByRole('log').getByRole('button', { name: 'Retry' });
    await retry.waitFor();
    await keepScreenshot(page, '24-not-accepted');

    await page.unroute('**/messages');
    await retry.click();
    await retry.waitFor({ state: 'detached' });
    await page.getByRole('log').getByText('Into the void').waitFor();
    expect(
      stack.graph.ledger.accepted.entries.filter(({ text }) => text === 'Into the void').length,
    ).toBeLessThan(2);
  });
});
