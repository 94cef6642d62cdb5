import { mkdirSync } from 'node:fs';
import { runNode } from './command.mjs';
import { runMain } from './main.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { readArguments } from './replay/arguments.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureEnvironmentFile } from './setup/environment.mjs';
import { ensureInstalled } from './setup/install.mjs';

/**
 * `npm run whatsapp:replay`: what lies in quarantine, and what shall become of it. It only writes down the decision: the
 * server that runs carries it out within seconds, or the next one that is started.
 */
await runMain(async () => {
  const given = process.argv.slice(2);
  const { json } = readArguments(given);
  await ensureInstalled();
  mkdirSync(inRoot('public/uploads'), { recursive: true });
  ensureEnvironmentFile();
  // What a build says must not stand before the answer that a program reads.
  const say = console.log;
  if (json) console.log = console.error;
  await ensureBuilt(['server']);
  console.log = say;
  const { code } = await runNode(inRoot('scripts/replay/quarantine.mjs'), ['--app', ROOT, '--', ...given], {
    show: true,
  });
  return code;
});
