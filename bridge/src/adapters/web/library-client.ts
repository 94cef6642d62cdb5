import { Client, LocalAuth } from 'whatsapp-web.js';
import { chromiumArgs, userAgentOf } from './chromium';

/** A call into the browser that takes longer has no answer any more. Fetching a large file is the longest of them. */
const PROTOCOL_TIMEOUT_MS = 60_000;
/** How long the library looks for WhatsApp's page code before it gives up. */
const INJECT_TIMEOUT_MS = 30_000;

export interface ClientOptions {
  channelId: string;
  folder: string;
  executable: string;
  isRoot: boolean;
  testArgs?: readonly string[];
  /** Browser and page are there, before anything is loaded into them. */
  onBrowser(): void;
}

/** The library's own way to keep a login, without its way to lose one. */
class KeptAuth extends LocalAuth {
  constructor({ channelId, folder, onBrowser }: ClientOptions) {
    super({ clientId: channelId, dataPath: folder });
    this.afterBrowserInitialized = async () => onBrowser();
    // The library's own removes the profile beneath a browser that runs.
    this.logout = async () => {};
  }
}

/** A client of the library, not started yet. Its promises and events are the library's: see `library-engine.ts`. */
export const createClient = async (options: ClientOptions): Promise<Client> =>
  new Client({
    authStrategy: new KeptAuth(options),
    authTimeoutMs: INJECT_TIMEOUT_MS,
    userAgent: await userAgentOf(options.executable),
    // A login that somebody else took over is theirs: see the state `conflict`.
    takeoverOnConflict: false,
    webVersionCache: { type: 'none' },
    puppeteer: {
      headless: true,
      executablePath: options.executable,
      args: chromiumArgs(options),
      // The browser ends when this process does, however it ends: nobody is left at the other end of the pipe.
      pipe: true,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      protocolTimeout: PROTOCOL_TIMEOUT_MS,
    },
  });
