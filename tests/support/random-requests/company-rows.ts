import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Attribute, Model } from './app-map';

const PLUGIN = 'plugin::whatsapp.';
const TENANT = `${PLUGIN}tenant`;

/** Columns that must hold more than any text, so that their rows can be shown at all. */
const MEANT: Record<string, (word: string) => unknown> = {
  'message.content': (word) => JSON.stringify({ type: 'text', body: `${word} body` }),
  'message.type': () => 'text',
  'message.status': () => 'delivered',
  'message.direction': () => 'in',
  'inbound-event.state': () => 'quarantined',
  'inbound-event.reason': () => 'malformed',
  'web-session.wish': () => 'stopped',
  'web-session.state': () => 'stopped',
  'audit-entry.action': () => 'channel.connected',
};
/** Null, and nobody is asked to work on them: neither is sent, fetched nor deciphered. */
const EMPTY = new Set([
  'credentials',
  'dueAt',
  'removedAt',
  'expiresAt',
  'selectedAt',
  'failure',
  'events',
  'leaseUntil',
]);

const valueOf = (attribute: Attribute, name: string, word: string): unknown => {
  switch (attribute.type) {
    case 'enumeration':
      return attribute.enum?.[0];
    case 'integer':
    case 'biginteger':
      return 1;
    case 'boolean':
      return false;
    case 'datetime':
      return new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    case 'json':
      return JSON.stringify({});
    default:
      return `${word} ${name} ${randomBytes(3).toString('hex')}`;
  }
};

export interface Known {
  id: number;
  documentId: string;
}
/** One row of every type, by the type's uid. */
export type CompanyRows = Map<string, Known>;

/** A row that may point only to what is there already; the rest of its relations stay empty. */
const rowFor = (model: Model, word: string, rows: CompanyRows): Record<string, unknown> => {
  const row: Record<string, unknown> = { document_id: randomBytes(12).toString('hex') };
  for (const [name, attribute] of Object.entries(model.attributes)) {
    const meant = MEANT[`${model.uid.slice(PLUGIN.length)}.${name}`];
    const neighbour = attribute.target ? rows.get(attribute.target) : undefined;
    if (attribute.type === 'relation') {
      if (attribute.joinColumn && neighbour) row[attribute.joinColumn.name] = neighbour.id;
    } else if (attribute.columnName && !['id', 'documentId', 'locale'].includes(name) && !EMPTY.has(name)) {
      row[attribute.columnName] = meant ? meant(word) : valueOf(attribute, name, word);
    }
  }
  return row;
};

const isReady = ({ attributes, uid }: Model, models: Model[], rows: CompanyRows): boolean =>
  Object.values(attributes).every(
    ({ target, joinColumn }) =>
      !target ||
      !joinColumn ||
      target === uid ||
      rows.has(target) ||
      !models.some((one) => one.uid === target),
  );

/**
 * A row of every type of the plugin for a company that has none yet, each text with `word` in it, filled from the models
 * themselves: a type that is added tomorrow has its row.
 */
export const addPluginRows = async (
  database: Knex,
  models: readonly Model[],
  { tenant, word }: { tenant: Known; word: string },
): Promise<CompanyRows> => {
  const rows: CompanyRows = new Map([[TENANT, tenant]]);
  let waiting = models.filter(({ uid }) => uid.startsWith(PLUGIN) && uid !== TENANT);
  while (waiting.length > 0) {
    // Conversations and messages point to each other: where nothing is ready, the first goes ahead.
    const model = waiting.find((one) => isReady(one, waiting, rows)) ?? waiting[0];
    if (!model) break;
    const row = rowFor(model, word, rows);
    const [inserted] = await database(model.tableName).insert(row).returning<
      {
        id: number | string;
      }[]
    >('id');
    rows.set(model.uid, { id: Number(inserted?.id), documentId: String(row.document_id) });
    waiting = waiting.filter((one) => one !== model);
  }
  const [conversation, message] = ['conversation', 'message'].map((name) => rows.get(PLUGIN + name));
  const table = models.find(({ uid }) => uid === `${PLUGIN}conversation`)?.tableName ?? '';
  await database(table).where({ id: conversation?.id }).update({ last_message_id: message?.id });
  return rows;
};
