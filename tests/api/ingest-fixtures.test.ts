import { readdirSync, readFileSync } from 'node:fs';
import { parseWebhook } from '../../bridge/src/adapters/cloud';
import { deliveryOf } from '../support/bridge-sender';
import { logRowsOf } from '../support/inbound-log';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { inRoot } from '../support/repository';
import { readRows, WithMessageId } from '../support/stored-rows';

const FOLDER = inRoot('tests/fixtures/cloud-api');
const FILES = readdirSync(FOLDER).filter((name) => name.startsWith('wh.') && name.endsWith('.json'));
const bodyOf = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');

onEachDatabase("the webhooks of Meta's own documentation", (installation) => {
  /** Brings each body as the bridge would, all of them side by side. */
  const ingest = async (company: IngestCompany, edit: (body: string) => string) => {
    const receivedAt = new Date().toISOString();
    const deliveries = FILES.map((file) => {
      const { appFingerprint } = company.webhook;
      const changes = parseWebhook({ body: Buffer.from(edit(bodyOf(file))), appFingerprint, receivedAt });
      return { file, delivery: deliveryOf(company.webhook, changes, receivedAt) };
    });
    const outcomes = await Promise.all(deliveries.map(({ delivery }) => company.bridge.deliver(delivery)));
    const keys = deliveries.flatMap(({ delivery }) => delivery.changes.map(({ key }) => key));
    const rows = await logRowsOf(installation, keys);
    const kept = new Set(rows.map(({ key }) => key));
    return {
      committed: FILES.filter((_, index) => outcomes[index]?.[0] === 'committed'),
      unlogged: deliveries
        .filter(({ delivery }) => delivery.changes.some(({ key }) => !kept.has(key)))
        .map(({ file }) => file),
      rows,
      events: deliveries.flatMap(({ delivery }) => delivery.changes.flatMap(({ events }) => events)),
    };
  };

  it('are 96', () => {
    expect(FILES).toHaveLength(96);
  });

  it('are all committed as they are printed, and none is dropped: their numbers are nobody’s', async () => {
    const company = await createIngestCompany(installation);
    const { committed, unlogged, rows } = await ingest(company, (body) => body);
    expect(committed).toEqual(FILES);
    expect(unlogged).toEqual([]);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['quarantined']));
    expect(rows.filter(({ reason }) => reason === 'failed')).toEqual([]);
    expect(await conversationsOf(company.api)).toEqual([]);
  });

  it('are all understood when they concern a number of ours', async () => {
    const company = await createIngestCompany(installation);
    const { committed, unlogged, rows, events } = await ingest(company, (body) =>
      body
        .replace(/"phone_number_id":\s*"[^"]*"/g, `"phone_number_id": "${company.meta.number.id}"`)
        .replace(/("entry":\s*\[\s*\{\s*"id":\s*)"[^"]*"/g, `$1"${company.meta.waba.id}"`),
    );
    expect(committed).toEqual(FILES);
    expect(unlogged).toEqual([]);
    expect(rows.filter(({ reason }) => reason === 'failed')).toEqual([]);
    const received = events.flatMap((event) => (event.type === 'message.reported' ? [] : [event.messageId]));
    const database = installation.database();
    const own = database('whatsapp_channels').where({ phone_number_id: company.meta.number.id }).select('id');
    const stored = await readRows(
      WithMessageId,
      database('whatsapp_messages').whereIn('channel_id', own).select('message_id'),
    );
    expect(new Set(stored.map(({ message_id }) => message_id))).toEqual(new Set(received));
    expect(await conversationsOf(company.api)).not.toEqual([]);
  });
});
