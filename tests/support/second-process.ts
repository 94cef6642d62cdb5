import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { attachInstallation } from './installation';
import type { Installation } from './installation';
import { freePorts } from './ports';
import { inRoot, STRAPI_MAIN } from './repository';
import { createServerProcess } from './server-process';
import type { ServerProcess } from './server-process';
import type { Stack } from './stack';

/** One more Strapi over the stack's database. */
export interface SecondProcess {
  installation: Installation;
  port: number;
  server: ServerProcess;
  stop(): Promise<void>;
}

/** Ready when it resolves. Its machine's clock is ahead of the others' by `clockAheadMs`. */
export const startSecondProcess = async (
  stack: Stack,
  { clockAheadMs }: { clockAheadMs: number },
): Promise<SecondProcess> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-second-'));
  const [port = 0] = await freePorts(1);
  const strapiUrl = `http://127.0.0.1:${port}`;
  const server = createServerProcess({
    file: STRAPI_MAIN,
    args: ['start'],
    env: {
      ...stack.env,
      PORT: String(port),
      NODE_OPTIONS: `--require ${inRoot('tests/support/shifted-clock.cjs')}`,
      SHIFT_CLOCK_MS: String(clockAheadMs),
    },
    logFile: path.join(process.env.WHATSAPP_TEST_LOGS ?? folder, `${path.basename(folder)}-strapi.log`),
    readyUrl: `${strapiUrl}/_health`,
  });
  await server.start();
  return {
    installation: attachInstallation({ ...stack.address, strapiUrl }),
    port,
    server,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
