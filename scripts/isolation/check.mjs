import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printReport } from './table.mjs';

/*
 * Loads the compiled Strapi of a folder, with its configuration and its database, lets it listen on a loopback port that
 * nobody knows, and runs the plugin's isolation check in it. Another Strapi may run on the same database meanwhile.
 */

const { app, json, only } = parseArgs({
  options: { app: { type: 'string' }, json: { type: 'string' }, only: { type: 'string' } },
}).values;
const folder = path.resolve(app ?? '.');
process.chdir(folder);
process.env.NODE_ENV ??= 'production';
// A line for each of thousands of requests would bury the table.
process.env.LOG_LEVEL ??= 'error';

const { createStrapi } = createRequire(path.join(folder, 'package.json'))('@strapi/strapi');
const strapi = await createStrapi({
  appDir: folder,
  distDir: path.join(folder, 'dist'),
  serveAdminPanel: false,
}).load();
strapi.server.mount();
strapi.server.httpServer.listen(0, '127.0.0.1');
await once(strapi.server.httpServer, 'listening');

const check = strapi.plugin('whatsapp').service('isolationCheck');
let stoppedBy = null;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
for (const signal of Object.keys(EXIT_CODES)) {
  // Strapi's own would close the database under the check, before its rows are gone.
  process.removeAllListeners(signal);
  process.on(signal, () => {
    stoppedBy ??= signal;
    // The check then ends by itself, with its rows removed.
    void check.stop();
  });
}

const run = async () => {
  try {
    const report = await check.run({ only });
    const { attempts, leaks, routes, untested } = report;
    if (json) writeFileSync(json, `${JSON.stringify({ attempts, leaks, routes, untested }, null, 2)}\n`);
    printReport(report, only);
    return leaks.length + untested.length > 0 ? 1 : 0;
  } catch (error) {
    if (stoppedBy === null) console.error(error);
    return 1;
  }
};

const code = await run();
await strapi.destroy();
process.exit(stoppedBy === null ? code : EXIT_CODES[stoppedBy]);
