import { createRequire } from 'node:module';
import path from 'node:path';
import { readArguments } from './arguments.mjs';

/*
 * Loads the compiled Strapi of a folder, with its configuration and its database, but listens nowhere. Another Strapi may
 * run on the same database meanwhile: a row of the log is taken by one of them only.
 */

const [, folderGiven, , ...given] = process.argv.slice(2);
const read = () => {
  try {
    return readArguments(given);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
};
const wanted = read();
const folder = path.resolve(folderGiven);
process.chdir(folder);
process.env.NODE_ENV ??= 'production';
// What the server says to its log must not stand between the lines of the answer.
process.env.LOG_LEVEL = 'error';

const { createStrapi } = createRequire(path.join(folder, 'package.json'))('@strapi/strapi');
const strapi = await createStrapi({
  appDir: folder,
  distDir: path.join(folder, 'dist'),
  serveAdminPanel: false,
}).load();
const quarantine = strapi.plugin('whatsapp').service('quarantineOfAll');

const lineOf = (row) => ({
  id: row.documentId,
  company: row.tenantDocumentId === null ? null : { id: row.tenantDocumentId, name: row.tenantName },
  state: row.state,
  reason: row.reason,
  detail: row.detail,
  field: row.field,
  phoneNumberId: row.phoneNumberId,
  receivedAt: row.receivedAt.toISOString(),
  sizeBytes: row.sizeBytes,
});

const DONE = { replaying: 'replayed', dismissed: 'dismissed' };
const SAID = {
  replaying: (what) => `${what} will be replayed by the server, or when it is started.`,
  dismissed: (what) => `${what} dismissed.`,
};
const lines = (count) => `${count} line${count === 1 ? '' : 's'}`;

const printList = (rows) => {
  for (const { id, company, state, reason, detail, field, phoneNumberId, receivedAt, sizeBytes } of rows) {
    const size = sizeBytes === null ? '' : `, ${sizeBytes} bytes`;
    const mark = state === 'quarantined' ? '' : ` (${state})`;
    console.log(`${id}  ${receivedAt}  ${reason}${mark}  ${company?.name ?? 'of no company'}`);
    console.log(`    ${field ?? 'unknown field'}, number ${phoneNumberId ?? 'unknown'}${size}`);
    if (detail) console.log(`    ${detail}`);
  }
  console.log(rows.length === 0 ? 'Nothing lies in quarantine.' : `${lines(rows.length)} in quarantine.`);
};

const list = async ({ reason, company, limit, json }) => {
  const rows = (await quarantine.list({ reason, company, limit })).map(lineOf);
  if (json) console.log(JSON.stringify({ data: rows }, null, 2));
  else printList(rows);
};

const decide = async ({ what, choice, company, json }) => {
  const count = await quarantine.decide(choice, what, company);
  if (json) console.log(JSON.stringify({ data: { [DONE[what]]: count } }));
  else if (count === 0) console.log('None of them waits any more: nothing was changed.');
  else console.log(SAID[what](lines(count)));
};

const run = async () => {
  try {
    await (wanted.what === 'list' ? list(wanted) : decide(wanted));
    return 0;
  } catch (error) {
    // A refusal of ours is for the person who typed it; anything else is a fault.
    console.error(error.name === 'WhatsAppError' ? error.message : error);
    return 1;
  }
};

const code = await run();
await strapi.destroy();
process.exit(code);
