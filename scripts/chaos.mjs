import path from 'node:path';
import { parseArgs } from 'node:util';
import { runJestProject } from './check/jest-project.mjs';
import { Refusal, runMain } from './main.mjs';
import { BUILDS_OF, ensureBuilt } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';

const USAGE = 'Usage: npm run chaos [-- --seed <text> --faults <number> --json <file>]';

const readArguments = () => {
  try {
    const options = { seed: { type: 'string' }, faults: { type: 'string' }, json: { type: 'string' } };
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Refusal(`${error.message}\n${USAGE}`);
  }
};

/** `npm run chaos`: kills and cuts for longer than the tests do. The same seed draws the same faults in the same order. */
await runMain(async () => {
  const { seed = String(Date.now()), faults = '500', json } = readArguments();
  if (!/^[1-9]\d{0,5}$/.test(faults)) throw new Refusal(`--faults is a number of at least 1\n${USAGE}`);
  await ensureInstalled();
  await ensureBuilt(BUILDS_OF.flow);
  const env = { ...process.env, CHAOS_SEED: seed, CHAOS_FAULTS: faults };
  if (json !== undefined) env.CHAOS_JSON = path.resolve(json);
  const { failed, passed } = await runJestProject('flow', { args: ['tests/flow/chaos'], env });
  return failed === 0 && passed > 0 ? 0 : 1;
});
