import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { WebSession, type SessionState } from '../../src/plugins/whatsapp/contracts/web-session';
import { addPhonePage } from '../simulators/whatsapp-web/control/phone-page';
import { addControlRoutes } from '../simulators/whatsapp-web/control/routes';
import { startWhatsAppWebSimulator } from '../simulators/whatsapp-web';
import type { WhatsAppWebSimulator } from '../simulators/whatsapp-web';
import { endScene } from '../flow/scene';
import { readData } from '../support/api-client';
import { received } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import { launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { eventually } from '../support/eventually';
import { lookAt, openPanel } from '../support/panel-page';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { createWebBridge, createWebChannel, reportOf } from '../support/web-bridge';

const TIMEOUT_MS = 300_000;
const ANA = { waId: '15550107704' };
const BEN = { waId: '15550107705' };

/** One of each colour that the journey of a phone does not stay in. */
const STATES: SessionState[] = ['syncing', 'reconnecting', 'conflict'];

/** Without a browser of WhatsApp's: the test speaks as the bridge does. */
describe('a number on WhatsApp Web, in the panel', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let company: TestCompany;
  let settings: Page;
  let inbox: Page;
  let bridge: ReturnType<typeof createWebBridge>;
  let channelId: string;

  const settingsOf = (id: string) => `${stack.strapiUrl}/admin/settings/whatsapp/channels/${id}`;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ database: 'sqlite' }), launchBrowser()]);
    company = await createCompany(stack);
    channelId = (await createWebChannel(company)).id;
    bridge = createWebBridge(stack);
    await bridge.bring(channelId, [
      received({ from: ANA, profileName: 'Ana Ribalta', text: 'Are you there?' }),
    ]);
    settings = await openPanel(browser, company.owner, settingsOf(channelId));
    inbox = await openPanel(browser, company.owner, `${stack.strapiUrl}/admin/plugins/whatsapp`);
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await endScene(stack);
  }, TIMEOUT_MS);

  it.each(STATES)(
    'can be read whatever state it is in: %s',
    async (state) => {
      const { id } = await createWebChannel(company, `Phone ${state}`);
      await company.api.post(`/whatsapp/channels/${id}/session/start`);
      await bridge.beatFor(id, reportOf(await bridge.mustBeGiven(id), { state, importedPercent: 40 }));
      await settings.goto(settingsOf(id));
      await settings.locator(`[data-session="${state}"]`).waitFor();
      expect(await lookAt(settings, `80-web-${state}`)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'says how many new people it may write to, and takes another number of them',
    async () => {
      await settings.goto(settingsOf(channelId));
      const field = settings.getByLabel('New people a day');
      await settings.getByText('empty means 20', { exact: false }).waitFor();
      await field.fill('many');
      await settings.getByRole('button', { name: 'Save', exact: true }).click();
      await settings.getByText('A whole number from 0 to 1000, or nothing.').waitFor();
      expect(await lookAt(settings, '81-web-new-people')).toEqual([]);
      await field.fill('0');
      await settings.getByRole('button', { name: 'Save', exact: true }).click();
      await eventually(async () => {
        const session = await company.api.get(`/whatsapp/channels/${channelId}/session`);
        expect(readData(WebSession, session)).toMatchObject({ newContactsPerDay: 0 });
      });
    },
    TIMEOUT_MS,
  );

  it(
    'shows in the chat and in the list that the customer types, until they stop or are forgotten',
    async () => {
      await inbox.getByText('Are you there?').first().click();
      await inbox.getByRole('log', { name: 'Messages with Ana Ribalta' }).waitFor();
      const header = inbox.getByRole('status').filter({ hasText: 'Ana Ribalta is typing…' });
      const row = inbox.locator('[data-conversation]').getByText('typing…', { exact: true });
      const typing = (isTyping: boolean) => bridge.say({ channelId, from: ANA, isTyping });
      await eventually(async () => {
        await typing(true);
        expect(await header.count()).toBe(1);
      });
      await row.waitFor();
      expect(await lookAt(inbox, '82-web-typing')).toEqual([]);
      await typing(false);
      await row.waitFor({ state: 'detached' });
      await typing(true);
      await header.waitFor();
      await header.waitFor({ state: 'detached', timeout: 20_000 });
    },
    TIMEOUT_MS,
  );

  it(
    'says why nobody new is written to',
    async () => {
      await bridge.bring(channelId, [
        {
          type: 'message.echoed',
          messageId: 'out.ben',
          to: BEN,
          sentAt: new Date().toISOString(),
          content: { type: 'text', body: 'Typed on the phone' },
        },
      ]);
      await inbox.getByText('Typed on the phone').first().click();
      await inbox.getByRole('log').getByText('Typed on the phone').waitFor();
      await inbox.getByRole('textbox').last().fill('And from here');
      await inbox.keyboard.press('Enter');
      await inbox
        .getByText('This number writes to nobody who has not written to it first.')
        .first()
        .waitFor();
      expect(await lookAt(inbox, '83-web-no-new-people')).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'offers to fetch a file that is too large to be fetched by itself',
    async () => {
      const content = {
        type: 'image' as const,
        mediaId: 'false_15550107704@c.us_PLAN',
        mimeType: 'image/png',
      };
      await bridge.bring(channelId, [received({ from: ANA, profileName: 'Ana Ribalta', content })]);
      const files = () => stack.database()('whatsapp_media_files');
      await eventually(async () =>
        expect(await files().where({ media_id: content.mediaId })).toHaveLength(1),
      );
      const large = { state: 'too-large', due_at: null, reason: 'The file is too large (18 MB)' };
      await files().where({ media_id: content.mediaId }).update(large);
      await inbox.reload();
      await inbox.getByText('Ana Ribalta').first().click();
      const fetchIt = inbox.getByRole('button', { name: 'Fetch it now' });
      await fetchIt.waitFor();
      expect(await lookAt(inbox, '84-web-too-large')).toEqual([]);
      await fetchIt.click();
      await fetchIt.waitFor({ state: 'detached' });
      const [file] = (await files().where({ media_id: content.mediaId })) as { state: string }[];
      expect(file).toMatchObject({ state: 'waiting' });
    },
    TIMEOUT_MS,
  );
});

describe("the demo's phone", () => {
  let simulator: WhatsAppWebSimulator;
  let control: FastifyInstance;
  let browser: TestBrowser;
  let url: string;

  beforeAll(async () => {
    [simulator, browser] = await Promise.all([startWhatsAppWebSimulator(), launchBrowser()]);
    simulator.addAccount({ pn: '15550105902@c.us', pushname: 'Café Aurora' });
    simulator.addContact('15550105902@c.us', { pn: '15550107706@c.us', pushname: 'Ana Ribalta' });
    control = fastify({ forceCloseConnections: true });
    addControlRoutes(control, simulator);
    addPhonePage(control, simulator);
    url = await control.listen({ port: 0, host: '127.0.0.1' });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await control?.close();
    await simulator?.close();
  });

  it(
    'is fit for everybody',
    async () => {
      simulator.deliver('15550105902@c.us', { from: '15550107706@c.us', text: 'Is the terrace open?' });
      const page = await (await browser.openContext()).newPage();
      await page.goto(`${url}/phone`);
      await page.getByText('Is the terrace open?').first().waitFor();
      expect(await lookAt(page, '85-phone')).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
