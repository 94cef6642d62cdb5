import { existsSync } from 'node:fs';

export interface Chromium {
  name: string;
  path: string;
}

/** Debian's `chromium` is a shell script with flags of its own; the program lies behind it. */
const PROGRAMS = {
  chromium: '/usr/lib/chromium/chromium',
  'chromium-headless-shell': '/usr/lib/chromium/chromium-headless-shell',
};

/** What there is to run the library in. Never empty: without any, the one that is missing is named when it starts. */
export const chromiums = (): Chromium[] => {
  const found = Object.entries(PROGRAMS)
    .filter(([, path]) => existsSync(path))
    .map(([name, path]) => ({ name, path }));
  const { CHROMIUM_PATH = PROGRAMS.chromium } = process.env;
  return found.length > 0 ? found : [{ name: 'chromium', path: CHROMIUM_PATH }];
};

/** The one that takes the least. */
export const leanestChromium = (): Chromium => {
  const [first, ...others] = chromiums();
  const found = others.at(-1) ?? first;
  if (!found) throw new Error('There is no Chromium');
  return found;
};
