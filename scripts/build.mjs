import { runMain, Refusal } from './main.mjs';
import { BUILDABLE, ensureBuilt } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';

// `npm run build` is everything that the product needs; single parts can be named.
await runMain(async () => {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !BUILDABLE.includes(name));
  if (unknown.length > 0)
    throw new Refusal(`Nothing is called ${unknown.join(', ')}: there is ${BUILDABLE.join(', ')}.`);
  await ensureInstalled();
  const isBuilt = await ensureBuilt(named.length > 0 ? named : ['server', 'panel', 'bridge']);
  if (!isBuilt) console.log('Everything is up to date.');
});
