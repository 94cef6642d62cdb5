import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { keepScreenshot } from './browser';
import type { TestBrowser } from './browser';
import type { Person } from './people';

/** A page of somebody who is signed in already: log-ins are rate-limited, and not what is tested here. */
export const openPanel = async (
  browser: TestBrowser,
  { client }: Pick<Person, 'client'>,
  address: string,
): Promise<Page> => {
  const context = await browser.openContext({ width: 1280, height: 900 });
  await context.addInitScript((token) => {
    localStorage.setItem('jwtToken', JSON.stringify(token));
    localStorage.setItem('isLoggedIn', 'true');
  }, client.token);
  const page = await context.newPage();
  await page.goto(address);
  return page;
};

/** What lies above the page hides the rest of it from assistive technology while it is open. */
const ABOVE = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** Only our own part of the panel, or what is open above it: the shell around it is Strapi's. */
const accessibilityFaults = async (page: Page): Promise<string[]> => {
  const isCovered = (await page.locator(ABOVE).count()) > 0;
  const { violations } = await new AxeBuilder({ page }).include(isCovered ? ABOVE : 'main').analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
};

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const LOOKS = [
  { scheme: 'light', size: WIDE, suffix: '' },
  { scheme: 'dark', size: WIDE, suffix: '-dark' },
  { scheme: 'dark', size: PHONE, suffix: '-phone-dark' },
  { scheme: 'light', size: PHONE, suffix: '-phone' },
] as const;

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/**
 * Looks at a screen in both themes and at both widths, keeps a picture of each, and gives what is wrong with it: axe's
 * findings, and whether the page scrolls sideways. Strapi follows the system's theme, so nothing is loaded again.
 */
export const lookAt = async (page: Page, name: string): Promise<string[]> => {
  const faults: string[] = [];
  // What is under the pointer looks different, and is Strapi's own choice of colours.
  await page.mouse.move(0, 0);
  for (const { scheme, size, suffix } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize(size);
    await keepScreenshot(page, `${name}${suffix}`);
    faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}${suffix} ${fault}`));
    if (await isTooWide(page)) faults.push(`${name}${suffix} scrolls sideways`);
  }
  await page.setViewportSize(WIDE);
  return faults;
};
