import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import path from 'node:path';
import { runNode } from './command.mjs';
import { Refusal, runMain } from './main.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureEnvironmentFile } from './setup/environment.mjs';
import { ensureInstalled } from './setup/install.mjs';

const readArguments = () => {
  try {
    return parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } }).values;
  } catch (error) {
    throw new Refusal(
      `${error.message}\nUsage: npm run whatsapp:isolation [-- --json <file> --only <part of a route>]`,
    );
  }
};

/**
 * `npm run whatsapp:isolation`: brings the server up to date and tries companies against each other in it. `--only` is
 * for whoever writes a route, and wants to know of it alone.
 */
await runMain(async () => {
  const { json, only } = readArguments();
  await ensureInstalled();
  mkdirSync(inRoot('public/uploads'), { recursive: true });
  ensureEnvironmentFile();
  await ensureBuilt(['server']);
  const args = ['--app', ROOT];
  if (json !== undefined) args.push('--json', path.resolve(json));
  if (only !== undefined) args.push('--only', only);
  const { code } = await runNode(inRoot('scripts/isolation/check.mjs'), args, { show: true });
  return code;
});
