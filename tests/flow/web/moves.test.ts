import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../../support/eventually';
import { conversationsOf, messagesOf, sendText, textsOf } from '../../support/ingest-company';
import { freePorts } from '../../support/ports';
import { BRIDGE_MAIN } from '../../support/repository';
import { createServerProcess } from '../../support/server-process';
import type { ServerProcess } from '../../support/server-process';
import { createWebCompany, startWebStack } from './product-scene';
import type { WebCompany, WebStack } from './product-scene';

const TIMEOUT_MS = 300_000;
const WAIT = { deadlineMs: 90_000 };
const ANA = '15550107703@c.us';
const HOUR_MS = 3_600_000;

/** One more bridge on another machine: nothing of the first one's disk is there. */
const createSecondBridge = async ({ stack }: WebStack, folder: string): Promise<ServerProcess> => {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  return createServerProcess({
    file: BRIDGE_MAIN,
    env: {
      ...stack.env,
      WHATSAPP_SESSIONS_FOLDER: path.join(folder, 'sessions'),
      WHATSAPP_BRIDGE_PORT: String(port),
      WHATSAPP_BRIDGE_URL: url,
    },
    logFile: path.join(process.env.WHATSAPP_TEST_LOGS ?? folder, `${path.basename(folder)}-bridge.log`),
    readyUrl: `${url}/readyz`,
  });
};

describe('a session whose bridge is gone', () => {
  let web: WebStack;
  let shop: WebCompany;
  let folder: string;
  let second: ServerProcess;

  beforeAll(async () => {
    web = await startWebStack('sqlite');
    folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-moved-'));
    second = await createSecondBridge(web, folder);
    shop = await createWebCompany(web);
    await shop.link();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await second?.stop();
    await web?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, TIMEOUT_MS);

  const texts = async (): Promise<string[]> => {
    const { api } = shop.company;
    const [chat] = await conversationsOf(api);
    return chat ? textsOf(await messagesOf(api, chat.id)) : [];
  };
  const untilTexts = (wanted: string[]) =>
    eventually(async () => expect([...(await texts())].sort()).toEqual([...wanted].sort()), WAIT);
  /** Nobody waits two minutes for the end of a dead bridge's lease. */
  const endLease = () =>
    web.stack
      .database()('whatsapp_web_sessions')
      .update({ lease_until: new Date(Date.now() - HOUR_MS), updated_at: new Date(Date.now() - HOUR_MS) });
  const untilRunBy = (bridge: ServerProcess, fence: number) =>
    eventually(async () => {
      expect(bridge.tail()).toContain('taken over from its copy');
      const [row] = (await web.stack
        .database()('whatsapp_web_sessions')
        .select('fence', 'state')) as unknown[];
      expect(row).toMatchObject({ fence, state: 'online' });
    }, WAIT);

  it(
    'comes up on another one without a code, and has missed and doubled nothing',
    async () => {
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'Before' });
      await untilTexts(['Before']);
      await web.stack.bridge.stop();
      expect(await shop.session()).toMatchObject({ backedUpAt: expect.any(String) as unknown });
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'While nobody listened' });
      await endLease();
      await second.start();
      await untilRunBy(second, 2);
      await untilTexts(['Before', 'While nobody listened']);

      const [chat] = await conversationsOf(shop.company.api);
      await sendText(shop.company.api, chat?.id ?? '', 'From elsewhere');
      await eventually(() => expect(web.whatsapp.ledger.countOf('From elsewhere')).toBe(1), WAIT);
      expect(web.whatsapp.ledger.doubled()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'goes back to the first one with what the second one knew, not with what lay there',
    async () => {
      await second.stop();
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'On the way back' });
      await endLease();
      await web.stack.bridge.start();
      await untilRunBy(web.stack.bridge, 3);
      await untilTexts(['Before', 'While nobody listened', 'From elsewhere', 'On the way back']);
      expect(web.whatsapp.ledger.doubled()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it('wrote nothing of the login into a log', () => {
    const logs = [second, web.stack.bridge, web.stack.strapi].map((server) => server.tail());
    expect(logs.join('')).not.toMatch(/archive":|IndexedDB/);
  });
});
