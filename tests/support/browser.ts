import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { inRoot } from './repository';

/** How long something may take to appear, unless a test says otherwise. */
const PATIENCE_MS = 60_000;
const SCREENSHOTS = inRoot('tests/e2e/screenshots');

export interface TestBrowser {
  /** A person at a screen of their own: own cookies, own storage. */
  openContext(options?: { width?: number; height?: number; locale?: string }): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Debian's Chromium, or the one that CHROMIUM_PATH names. It talks to nobody but us. */
export const launchBrowser = async (): Promise<TestBrowser> => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
  return {
    openContext: async ({ width = 1280, height = 800, locale = 'en-US' } = {}) => {
      const context = await browser.newContext({ viewport: { width, height }, locale, timezoneId: 'UTC' });
      context.setDefaultTimeout(PATIENCE_MS);
      return context;
    },
    close: () => browser.close(),
  };
};

/** Keeps what a person sees at this moment as `tests/e2e/screenshots/<name>.png`. */
export const keepScreenshot = async (page: Page, name: string): Promise<void> => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, animations: 'disabled' });
};
