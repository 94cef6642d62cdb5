import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { promisify } from 'node:util';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';

/**
 * The programs themselves, never Debian's `/usr/bin/chromium`: that is a shell script which adds flags of its own. The
 * headless shell comes first because it takes less than half of the memory.
 */
const PROGRAMS = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Chromium to use. Nothing is ever downloaded: where there is none, the failure says what to install. */
export const findChromium = (configured?: string, programs: readonly string[] = PROGRAMS): string => {
  const found = (configured ? [configured] : programs).find(isExecutable);
  if (found) return found;
  throw new WhatsAppError(
    'unsupported',
    configured
      ? 'There is no Chromium at the path that is configured'
      : 'Chromium is not installed on this machine',
    {
      remedy: configured
        ? 'Correct WHATSAPP_CHROMIUM_PATH, or leave it out.'
        : 'Install the Debian packages: apt-get install chromium-headless-shell chromium-sandbox',
    },
  );
};

/**
 * The network and the graphics stay within the browser's process, and one renderer is all a single page needs: four
 * processes instead of six. `--no-zygote`, often recommended, is absent on purpose: it costs memory.
 */
const LEAN = [
  '--disable-gpu',
  '--in-process-gpu',
  '--renderer-process-limit=1',
  '--enable-features=NetworkServiceInProcess2',
  '--disable-features=SpareRendererForSitePerProcess,MediaRouter,Translate,NetworkServiceSandbox',
];

export interface LaunchOptions {
  isRoot: boolean;
  /** Of tests only, see `WHATSAPP_TEST_CHROMIUM_ARGS`. */
  testArgs?: readonly string[];
}

/** Chromium refuses to run as root with its sandbox. As anybody else it keeps it. */
export const chromiumArgs = ({ isRoot, testArgs = [] }: LaunchOptions): string[] => [
  ...LEAN,
  ...(isRoot ? ['--no-sandbox'] : []),
  ...testArgs,
];

const run = promisify(execFile);
const VERSION_WITHIN_MS = 20_000;

/** "Chromium 156.0.8078.79 built on Debian" → "156" */
export const majorOf = (version: string): string | undefined =>
  /\b(\d{2,4})\.\d+\.\d+\.\d+/.exec(version)?.[1];

/**
 * How the browser names itself: an ordinary Chrome of its real version. The library's own default is years old, and the
 * browser's own says that it is headless; WhatsApp turns both away sooner or later.
 */
export const userAgentOf = async (executable: string): Promise<string> => {
  const { stdout } = await run(executable, ['--version', '--no-sandbox'], { timeout: VERSION_WITHIN_MS });
  const major = majorOf(stdout);
  if (!major)
    throw new WhatsAppError('unsupported', 'The Chromium at the configured path does not say its version');
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
};
