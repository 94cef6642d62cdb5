import { existsSync } from 'node:fs';

/** Debian's `chromium` is a shell script with flags of its own; the program lies behind it. */
const PROGRAMS = {
  chromium: '/usr/lib/chromium/chromium',
  'chromium-headless-shell': '/usr/lib/chromium/chromium-headless-shell',
};

/** What there is to run the library in. Never empty: without any, the one that is missing is named when it starts. */
export const chromiums = (): { name: string; path: string }[] => {
  const found = Object.entries(PROGRAMS)
    .filter(([, path]) => existsSync(path))
    .map(([name, path]) => ({ name, path }));
  const { CHROMIUM_PATH = PROGRAMS.chromium } = process.env;
  return found.length > 0 ? found : [{ name: 'chromium', path: CHROMIUM_PATH }];
};
