import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { changeFor, deliveryOf, received } from '../support/bridge-sender';
import { createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { lookAt, openPanel } from '../support/panel-page';
import { deliverUnread, metaChange, metaText } from '../support/quarantine';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { endScene } from '../flow/scene';

const TIMEOUT_MS = 300_000;

describe('the quarantine in the panel', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let company: IngestCompany;
  let page: Page;

  const address = (path: string) => `${stack.strapiUrl}/admin/${path}`;
  const line = (text: string) => page.getByRole('row').filter({ hasText: text });

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ database: 'sqlite' }), launchBrowser()]);
    company = await createIngestCompany(stack);
    page = await openPanel(browser, company.owner, address('settings/whatsapp/quarantine'));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await endScene(stack);
  });

  it('says when there is nothing in it', async () => {
    await page.getByText('Nothing lies in quarantine').waitFor();
    expect(await lookAt(page, '60-quarantine-empty')).toEqual([]);
  });

  it(
    'shows what found no place, and replays it into the inbox',
    async () => {
      await company.bridge.deliver(
        deliveryOf(company.webhook, [
          changeFor({ phoneNumberId: '900000000000009' }, [received()]),
          changeFor(null, [], {
            field: 'account_settings_update',
            raw: '{"n":1}',
            problem: 'The value cannot be understood',
          }),
        ]),
      );
      await deliverUnread(
        company,
        JSON.stringify(metaChange(company, metaText('Understood <b>after</b> all'))),
      );

      await page.goto(address('settings/whatsapp/channels'));
      await page.getByText('lines wait in quarantine').waitFor();
      expect(await lookAt(page, '61-quarantine-notice')).toEqual([]);
      await page.getByRole('link', { name: 'Open the quarantine' }).click();
      await page.getByText('No channel has this number').first().waitFor();
      expect(await lookAt(page, '62-quarantine')).toEqual([]);

      await line('This cannot be understood').getByRole('button', { name: 'Show' }).click();
      await page.getByRole('dialog').getByText('Understood <b>after</b> all').waitFor();
      expect(await lookAt(page, '63-quarantine-body')).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

      await page.getByRole('combobox', { name: 'Why' }).click();
      await page.getByRole('option', { name: 'WhatsApp sent something that could not be read (2)' }).click();
      await page.getByRole('button', { name: 'Replay all of this reason (2)' }).click();
      expect(await lookAt(page, '64-quarantine-replay')).toEqual([]);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText('2 are being replayed').first().waitFor();
      await line('This cannot be understood').waitFor({ state: 'detached' });
      await line('The change has no value').waitFor();

      const inbox = await openPanel(browser, company.agent, address('plugins/whatsapp'));
      await inbox.getByText('Understood <b>after</b> all').first().waitFor();
      await inbox.context().close();
    },
    TIMEOUT_MS,
  );

  it(
    'lets go of what was dismissed, and keeps it in sight',
    async () => {
      await line('The change has no value').getByRole('checkbox').click();
      await page.getByRole('button', { name: 'Dismiss chosen (1)' }).click();
      await page.getByText('Nothing of this kind').waitFor();
      await page.getByRole('combobox', { name: 'Show' }).click();
      await page.getByRole('option', { name: 'What was dismissed' }).click();
      await line('The change has no value').waitFor();
      expect(await lookAt(page, '65-quarantine-dismissed')).toEqual([]);

      await page.goto(address('settings/whatsapp/audit'));
      await page.getByText('dismissed lines of the quarantine').waitFor();
      expect(await lookAt(page, '66-quarantine-audit')).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
