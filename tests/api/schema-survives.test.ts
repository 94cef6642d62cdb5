import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { indexesOf, lawsOf } from '../support/catalog';
import { onEachDatabase } from '../support/on-each-database';
import { freePorts } from '../support/ports';
import { inRoot } from '../support/repository';
import { createServerProcess } from '../support/server-process';
import { readRows } from '../support/stored-rows';
import { changeContentType, copyStrapi } from '../support/strapi-copy';
import { createTestDatabase, openDatabase } from '../support/test-database';

const Attempts = z.object({ attempts: z.coerce.number() });

onEachDatabase('the indexes', (installation) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-copy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('survive that Strapi starts with other content types, and the rows do, too', async () => {
    const database = await createTestDatabase(installation.kind, folder);
    const [port = 0] = await freePorts(1);
    copyStrapi(folder);
    const strapi = createServerProcess({
      file: inRoot('tests/support/strapi-in.cjs'),
      args: [folder, 'start'],
      env: {
        ...installation.env,
        ...database.env,
        PORT: String(port),
        ENV_PATH: path.join(folder, 'no.env'),
      },
      logFile: path.join(folder, 'strapi.log'),
      readyUrl: `http://127.0.0.1:${port}/_health`,
    });
    const connection = openDatabase(database);
    try {
      await strapi.start();
      const before = await indexesOf(connection, installation.kind);
      expect(before).toEqual(expect.arrayContaining(lawsOf(installation.kind)));
      await connection('whatsapp_tenants').insert({ id: 1, document_id: 'company' });
      await connection('whatsapp_messages').insert({
        tenant_id: 1,
        document_id: randomBytes(12).toString('hex'),
        attempts: 3,
      });
      await strapi.stop();

      // A new column, another type, one column less: SQLite builds the whole table again for some of these.
      changeContentType(
        folder,
        'message',
        "attempts: { type: 'integer'",
        "novelty: { type: 'string' }, attempts: { type: 'biginteger'",
      );
      changeContentType(folder, 'message', "referral: { type: 'json' },", '');
      changeContentType(
        folder,
        'conversation',
        "unreadCount: { type: 'integer'",
        "unreadCount: { type: 'biginteger'",
      );
      changeContentType(
        folder,
        'channel',
        "stateReason: { type: 'text' }",
        "stateReason: { type: 'string' }",
      );
      changeContentType(folder, 'inbound-event', "detail: { type: 'text' }", "detail: { type: 'string' }");
      await strapi.start();
      const columns = Object.keys(await connection('whatsapp_messages').columnInfo());
      expect([columns.includes('novelty'), columns.includes('referral')]).toEqual([true, false]);
      expect(await indexesOf(connection, installation.kind)).toEqual(expect.arrayContaining(before));
      const rows = await readRows(Attempts, connection('whatsapp_messages').select('attempts'));
      expect(rows).toEqual([{ attempts: 3 }]);

      // And a start without any change leaves everything as it is.
      const settled = await indexesOf(connection, installation.kind);
      await strapi.restart();
      expect(await indexesOf(connection, installation.kind)).toEqual(settled);
    } finally {
      await strapi.stop();
      await connection.destroy();
      await database.drop();
    }
  }, 400_000);
});
