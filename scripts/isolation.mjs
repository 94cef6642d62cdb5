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
    return parseArgs({ options: { json: { type: 'string' } } }).values;
  } catch (error) {
    throw new Refusal(`${error.message}\nUsage: npm run whatsapp:isolation [-- --json <file>]`);
  }
};

/** `npm run whatsapp:isolation`: brings the server up to date and tries companies against each other in it. */
await runMain(async () => {
  const { json } = readArguments();
  await ensureInstalled();
  mkdirSync(inRoot('public/uploads'), { recursive: true });
  ensureEnvironmentFile();
  await ensureBuilt(['server']);
  const file = json === undefined ? [] : ['--json', path.resolve(json)];
  const { code } = await runNode(inRoot('scripts/isolation/check.mjs'), ['--app', ROOT, ...file], {
    show: true,
  });
  return code;
});
