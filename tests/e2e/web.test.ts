import type { Page } from 'playwright-core';
import { createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import { launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { eventually } from '../support/eventually';
import { lookAt, openPanel } from '../support/panel-page';
import { startWebStack } from '../flow/web/product-scene';
import type { WebStack } from '../flow/web/product-scene';

const TIMEOUT_MS = 300_000;
const OWNER = '15550105901@c.us';
const ANA = '15550107702@c.us';

describe('a phone on WhatsApp Web, in the panel', () => {
  let web: WebStack;
  let browser: TestBrowser;
  let company: TestCompany;
  let settings: Page;
  let inbox: Page;

  const address = (path: string) => `${web.stack.strapiUrl}/admin/${path}`;
  const untilState = (state: string) =>
    settings.locator(`[data-session="${state}"]`).waitFor({ timeout: 60_000 });
  const press = (name: string) => settings.getByRole('button', { name, exact: true }).click();

  beforeAll(async () => {
    [web, browser] = await Promise.all([startWebStack('sqlite'), launchBrowser()]);
    company = await createCompany(web.stack);
    web.whatsapp.addAccount({ pn: OWNER, pushname: 'Café Aurora' });
    settings = await openPanel(browser, company.owner, address('settings/whatsapp/channels/new'));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await web?.stop();
  }, TIMEOUT_MS);

  it(
    'is connected with a name and a scan',
    async () => {
      await settings.getByText('WhatsApp Web', { exact: true }).click();
      await settings.getByText('Not an official connection').waitFor();
      await press('Save and go on');
      await settings.getByText('This is needed.').waitFor();
      expect(await lookAt(settings, '70-web-new')).toEqual([]);
      await settings.getByLabel('Name of the channel').fill('Shop phone');
      await press('Save and go on');

      await untilState('stopped');
      expect(await lookAt(settings, '71-web-closed')).toEqual([]);
      await press('Start session');
      await settings.locator('[data-code="qr"]').waitFor({ timeout: 60_000 });
      expect(await lookAt(settings, '72-web-code')).toEqual([]);
      web.whatsapp.scanShown([...web.whatsapp.world.pages][0]?.number ?? 0, OWNER);
      await untilState('online');
      await settings.getByText('+15550105901 · Café Aurora').waitFor();
      expect(await settings.locator('[data-code="qr"]').count()).toBe(0);
      expect(await lookAt(settings, '73-web-online')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'chats like any other number',
    async () => {
      inbox = await openPanel(browser, company.agent, address('plugins/whatsapp'));
      web.whatsapp.deliver(OWNER, { from: ANA, text: 'Is the terrace open?' });
      await inbox.getByText('Is the terrace open?').first().click();
      await inbox.getByRole('textbox').last().fill('From ten on');
      await inbox.keyboard.press('Enter');
      await eventually(() => expect(web.whatsapp.ledger.countOf('From ten on')).toBe(1), {
        deadlineMs: 60_000,
      });
      const [sent] = web.whatsapp.ledger.sentTo(ANA);
      web.whatsapp.ack(OWNER, sent?.ser ?? '', 3);
      await inbox.getByRole('log').getByTitle('Read', { exact: true }).first().waitFor();
      expect(await lookAt(inbox, '74-web-chat')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'is closed, and unlinked only after a second look',
    async () => {
      await press('Unlink phone');
      await settings.getByText('Unlink the phone?').waitFor();
      expect(await lookAt(settings, '75-web-unlink')).toEqual([]);
      await settings.getByRole('button', { name: 'Cancel' }).click();
      await press('Close session');
      await untilState('stopped');
      await press('Start session');
      await untilState('online');
    },
    TIMEOUT_MS,
  );

  it(
    'says so when the phone ends the link, and asks for a new scan',
    async () => {
      web.whatsapp.unlink(OWNER);
      await untilState('unlinked');
      expect(await lookAt(settings, '76-web-unlinked')).toEqual([]);
      await settings.goto(address('settings/whatsapp/channels'));
      await settings.getByText('Needs attention').waitFor();
      expect(await lookAt(settings, '77-web-list')).toEqual([]);
      await inbox.reload();
      await inbox.getByText('From ten on').first().waitFor();
    },
    TIMEOUT_MS,
  );
});
