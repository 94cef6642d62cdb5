import { groupMemoryBytes, startedWith } from '../../bridge/src/kit/process-group';
import { CurrentCode } from '../../src/plugins/whatsapp/contracts/web-session';
import { readData } from '../support/api-client';
import { chromiums } from '../support/chromiums';
import { eventually, eventuallyPresent } from '../support/eventually';
import { createWebCompany, startWebStack } from '../flow/web/product-scene';
import type { WebCompany, WebStack } from '../flow/web/product-scene';
import { keep, report } from './figures';
import { memoryOf } from './process-use';
import { RUNS } from './sizes';

const MOST_SESSIONS = 10;
/** With so many the memory of each is looked at. */
const MEASURED = [1, 5, MOST_SESSIONS];
const SETTLE_MS = 15_000;
const MESSAGES = 1_000;
const ANA = '15550107703@c.us';
const MB = 1024 * 1024;
const TIMEOUT_MS = 1_800_000;
const WAIT = { deadlineMs: 240_000 };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

afterAll(report);

/** Real Chromium and the real library before the stand-in's page: without WhatsApp's own program and data. */
describe('sessions of WhatsApp Web', () => {
  let web: WebStack;
  const shops: WebCompany[] = [];

  beforeAll(async () => {
    const found = chromiums();
    const browser = found.find(({ name }) => name === 'chromium-headless-shell') ?? found[0];
    web = await startWebStack('postgres', {
      LOG_LEVEL: 'warn',
      WHATSAPP_LOG_LEVEL: 'warn',
      // As the bridge itself chooses.
      WHATSAPP_CHROMIUM_PATH: browser?.path ?? '',
    });
  }, TIMEOUT_MS);
  afterAll(() => web.stop(), TIMEOUT_MS);

  const sessionPath = ({ channel }: WebCompany) => `/whatsapp/channels/${channel.id}/session`;
  /** What is shown, and when it was: how often we look does not count. */
  const codeOf = (shop: WebCompany) =>
    eventuallyPresent(
      async () => readData(CurrentCode, await shop.company.api.get(`${sessionPath(shop)}/code`)).code,
      'a code',
      WAIT,
    );
  /** Since when it is online, if that is later than `before`. */
  const onlineAt = (shop: WebCompany, before: number): Promise<number> =>
    eventually(async () => {
      const { state, since } = await shop.session();
      const at = Date.parse(since ?? '');
      expect([state, at > before]).toEqual(['online', true]);
      return at;
    }, WAIT);

  const memoryOfSession = ({ channel }: WebCompany): number => {
    const [browser] = startedWith(
      (argument) => argument.startsWith('--user-data-dir=') && argument.endsWith(`session-${channel.id}`),
    );
    return groupMemoryBytes(browser?.group ?? 0) / MB;
  };

  const stored = async (): Promise<number> =>
    Number(
      (await web.stack.database()('whatsapp_messages').where({ direction: 'in' }).count({ n: '*' }))[0]?.n,
    );

  it(
    'cost an idle bridge next to nothing',
    async () => {
      await pause(SETTLE_MS);
      keep('web.idleBridgeMemory', 'MB', [memoryOf(web.stack.bridge.pid())]);
    },
    TIMEOUT_MS,
  );

  it(
    'show a code, go online, and take memory',
    async () => {
      const codeMs: number[] = [];
      const onlineMs: number[] = [];
      for (let count = 1; count <= MOST_SESSIONS; count += 1) {
        const shop = await createWebCompany(web);
        shops.push(shop);
        const startedAt = Date.now();
        await shop.act('start');
        const { code, shownAt } = await codeOf(shop);
        codeMs.push(Date.parse(shownAt) - startedAt);
        const scannedAt = Date.now();
        web.whatsapp.scan(code, shop.owner);
        onlineMs.push((await onlineAt(shop, scannedAt)) - scannedAt);
        if (!MEASURED.includes(count)) continue;
        await pause(SETTLE_MS);
        keep(`web.sessions${count}.memoryEach`, 'MB', shops.map(memoryOfSession));
        keep(`web.sessions${count}.bridgeMemory`, 'MB', [memoryOf(web.stack.bridge.pid())]);
      }
      keep('web.startToCode', 'ms', codeMs);
      keep('web.scanToOnline', 'ms', onlineMs);
    },
    TIMEOUT_MS,
  );

  it(
    'come back after a restart, one alone and all after the bridge',
    async () => {
      const [shop] = shops as [WebCompany];
      const alone: number[] = [];
      const all: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const restartedAt = Date.now();
        await shop.act('restart');
        alone.push((await onlineAt(shop, restartedAt)) - restartedAt);
      }
      for (let run = 0; run < RUNS; run += 1) {
        await web.stack.bridge.kill();
        const startedAt = Date.now();
        await web.stack.bridge.start();
        const times = await Promise.all(shops.map((each) => onlineAt(each, startedAt)));
        all.push(Math.max(...times) - startedAt);
      }
      keep('web.restartToOnline', 'ms', alone);
      keep(`web.bridgeRestart.all${MOST_SESSIONS}Online`, 'ms', all);
    },
    TIMEOUT_MS,
  );

  it(
    'bring what customers write, each message once',
    async () => {
      const [shop] = shops as [WebCompany];
      const rates: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const before = await stored();
        const since = performance.now();
        for (let n = 0; n < MESSAGES; n += 1)
          web.whatsapp.deliver(shop.owner, { from: ANA, text: `Run ${run}, message ${n}` });
        await eventually(
          async () => expect((await stored()) - before).toBeGreaterThanOrEqual(MESSAGES),
          WAIT,
        );
        rates.push(MESSAGES / ((performance.now() - since) / 1_000));
        await pause(2_000);
        expect((await stored()) - before).toBe(MESSAGES);
      }
      keep('web.incoming.storedPerSec', '/s', rates);
    },
    TIMEOUT_MS,
  );
});
