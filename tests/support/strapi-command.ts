import { spawn } from 'node:child_process';
import path from 'node:path';
import { inRoot } from './repository';

/** One command of Strapi's command line (`export`, `routes:list`), run to its end in a copied application. */
export const runStrapi = (
  folder: string,
  env: Record<string, string>,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRoot('tests/support/strapi-in.cjs'), folder, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ...env,
        ENV_PATH: path.join(folder, 'no.env'),
        STRAPI_TELEMETRY_DISABLED: 'true', // a command waits until it has told
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
