import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import type { TestBrowser } from '../support/browser';
import { createCompany } from '../support/company';
import { fillInbox } from '../support/many-rows';
import { openPanel } from '../support/panel-page';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { readRow, WithId } from '../support/stored-rows';
import { endScene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { RUNS } from './sizes';

const CHATS = 2_000;
const TIMES = 20;
const KEYS = 60;
const TIMEOUT_MS = 900_000;

afterAll(report);

/** What a person feels: a real browser before an inbox of 2,000 chats. Times are taken inside the page. */
describe('the panel', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let page: Page;
  let address: string;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ database: 'postgres' }), launchBrowser()]);
    const company = await createCompany(stack);
    const tenant = await readRow(
      WithId,
      stack.database()('whatsapp_tenants').where({ document_id: company.tenant.id }).first('id'),
    );
    await fillInbox(stack.database(), tenant.id, CHATS);
    await stack.database()('whatsapp_tenants').where({ id: tenant.id }).update({ change_seq: CHATS });
    address = `${stack.strapiUrl}/admin/plugins/whatsapp`;
    page = await openPanel(browser, company.agent, address);
    await page.locator(ROW).first().waitFor();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await endScene(stack);
  });

  const keepRuns = (name: string, runs: number[][]): void => {
    for (const [label, share] of [
      ['p50Ms', 0.5],
      ['p95Ms', 0.95],
    ] as const)
      keep(
        `ui.${name}.${label}`,
        'ms',
        runs.map((taken) => percentile(taken, share)),
      );
  };

  const inRuns = async (times: number, once: (n: number) => Promise<number>): Promise<number[][]> => {
    const runs: number[][] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const taken: number[] = [];
      for (let n = 0; n < times; n += 1) taken.push(await once(run * times + n));
      runs.push(taken);
    }
    return runs;
  };

  it(
    'opens the conversations',
    async () => {
      const open = async (): Promise<number> => {
        await page.goto('about:blank');
        await page.goto(address, { waitUntil: 'commit' });
        return page.evaluate(firstRowPainted, ROW);
      };
      await open();
      keepRuns('open', await inRuns(TIMES, open));
    },
    TIMEOUT_MS,
  );

  it(
    'switches from chat to chat',
    async () => {
      keepRuns(
        'switchChat',
        await inRuns(TIMES, (n) => page.evaluate(chatShown, { row: ROW, index: n + 1 })),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'follows who types',
    async () => {
      await page.getByPlaceholder('Write a message').click();
      await page.evaluate(watchKeys);
      const runs: number[][] = [];
      for (let run = 0; run < RUNS; run += 1) {
        for (let n = 0; n < KEYS; n += 1) {
          await page.keyboard.press(
            'abcdefghij '.charAt(n % 11) === ' ' ? 'Space' : 'abcdefghij'.charAt(n % 11),
          );
          await page.waitForFunction((count) => window.keyDelays.length === count, n + 1);
        }
        runs.push(await page.evaluate(() => window.keyDelays.splice(0)));
      }
      keepRuns('type', runs);
    },
    TIMEOUT_MS,
  );

  it(
    'scrolls through the list',
    async () => {
      const frames: number[][] = [];
      const blocked: number[] = [];
      const box = await page.locator(LIST).boundingBox();
      await page.mouse.move((box?.x ?? 0) + 40, 400);
      for (let run = 0; run < RUNS; run += 1) {
        await page.evaluate(watchFrames);
        for (let n = 0; n < TIMES * 3; n += 1) await page.mouse.wheel(0, 240);
        const seen = await page.evaluate(() => window.endFrames());
        expect(seen.frames.length).toBeGreaterThan(TIMES);
        frames.push(seen.frames);
        blocked.push(seen.longTasks.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0));
      }
      keepRuns('scrollFrame', frames);
      keep('ui.scroll.blockedMs', 'ms', blocked);
    },
    TIMEOUT_MS,
  );
});

const LIST = 'main ul[aria-label="Conversations"]';
const ROW = `${LIST} a[data-conversation]`;

declare global {
  interface Window {
    keyDelays: number[];
    endFrames(): { frames: number[]; longTasks: number[] };
  }
}

/** In the page: since the navigation began, until the frame with the first row was painted. */
const firstRowPainted = (row: string): Promise<number> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector(row)) requestAnimationFrame(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  });

/** In the page: from the click on a row of the list until the frame with its messages was painted. */
const chatShown = ({ row, index }: { row: string; index: number }): Promise<number> =>
  new Promise((resolve) => {
    const find = (): HTMLElement | null =>
      document.querySelector(`li[data-index="${index}"]`)?.querySelector('a') ?? null;
    const scroller = document.querySelector(row)?.closest('ul')?.parentElement;
    let since = 0;
    let preview = '';
    const look = (): void => {
      const log = document.querySelector('[role="log"]');
      if (log?.textContent?.includes(preview))
        requestAnimationFrame(() => resolve(performance.now() - since));
      else requestAnimationFrame(look);
    };
    const click = (): void => {
      const link = find();
      if (!link) {
        scroller?.scrollBy(0, 200);
        requestAnimationFrame(click);
        return;
      }
      preview = /Message \d+/.exec(link.textContent ?? '')?.[0] ?? 'Message';
      since = performance.now();
      link.click();
      look();
    };
    click();
  });

/** In the page: from a key until the frame that shows it was painted. */
const watchKeys = (): void => {
  window.keyDelays = [];
  document.addEventListener(
    'keydown',
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => void window.keyDelays.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
};

/** In the page: how long each frame took, and each task that kept the page from answering. */
const watchFrames = (): void => {
  const frames: number[] = [];
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    longTasks.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  let request = 0;
  const frame = (now: number): void => {
    frames.push(now - last);
    last = now;
    request = requestAnimationFrame(frame);
  };
  request = requestAnimationFrame(frame);
  window.endFrames = () => {
    cancelAnimationFrame(request);
    observer.disconnect();
    return { frames: frames.slice(1), longTasks };
  };
};
