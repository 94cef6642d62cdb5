import type { Knex } from 'knex';
import { isPostgres, TABLES, type Connection, type Table } from './database';

type Value = number | Date;

/** An index that a list is read along. */
export interface OrderedIndex {
  name: string;
  table: Table;
  /** The first column, as an expression that no other index of the table begins with. */
  first: string;
  /** Further columns that are the same for the whole list. */
  same: readonly string[];
  /** The order of the list. */
  by: readonly string[];
}

export const ORDERED = {
  conversations: {
    name: 'whatsapp_conversations_page_ix',
    table: TABLES.conversations,
    first: 'tenant_id + 0',
    same: [],
    by: ['last_message_at', 'id'],
  },
  conversationsOfMember: {
    name: 'whatsapp_conversations_theirs_ix',
    table: TABLES.conversations,
    first: 'tenant_id - 0',
    same: ['assignee_id'],
    by: ['last_message_at', 'id'],
  },
  changedConversations: {
    name: 'whatsapp_conversations_changes_ix',
    table: TABLES.conversations,
    first: '0 + tenant_id',
    same: [],
    by: ['change_seq'],
  },
  contacts: {
    name: 'whatsapp_contacts_list_ix',
    table: TABLES.contacts,
    first: 'tenant_id + 0',
    same: [],
    by: ['id'],
  },
  addressesOfContact: {
    name: 'whatsapp_contact_addresses_kind_ix',
    table: TABLES.addresses,
    first: 'contact_id + 0',
    same: ['kind'],
    by: ['id'],
  },
  messagesOfConversation: {
    name: 'whatsapp_messages_chat_ix',
    table: TABLES.messages,
    first: 'conversation_id + 0',
    same: [],
    by: ['sent_at', 'seq'],
  },
  changedMessages: {
    name: 'whatsapp_messages_changes_ix',
    table: TABLES.messages,
    first: 'tenant_id + 0',
    same: [],
    by: ['change_seq'],
  },
} as const satisfies Record<string, OrderedIndex>;

/** Neighbouring rows of such an index. */
export interface Stretch {
  index: OrderedIndex;
  /** Values of `first` and `same`. */
  of: readonly number[];
  /** Both ends, exclusive, in the terms of `by`. */
  above: readonly Value[];
  below: readonly Value[];
  order: 'asc' | 'desc';
  limit: number;
}

/** Where a list begins and ends that nothing bounds. */
export const BEGINNING = { at: new Date(0), number: -1 } as const;
export const ENDLESS = { at: new Date(Date.UTC(9999, 0)), number: Number.MAX_SAFE_INTEGER } as const;

// A cursor may hold any number; PostgreSQL refuses one that is larger than the column's type.
const place = (value: Value): string => (value instanceof Date ? '?' : 'cast(? as bigint)');
const tuple = (parts: readonly string[]): string => `(${parts.join(', ')})`;

/**
 * PostgreSQL chooses a plan by what it last learnt about the rows: after an import nothing, and of a new company nothing
 * for hours. Then it believes that there is hardly a row, and reads them all to sort them. Here it has no choice: no other
 * index knows the expression, and of a comparison with a value that it cannot see it always believes that it lets a lot
 * through, so that it follows the index until the page is full.
 */
const postgresBounds = ({ of, above, below }: Stretch, columns: string[]): [string, Value[]] => {
  const row = (end: readonly Value[]): string =>
    tuple([...of.map(() => '(select cast(? as bigint))'), ...end.map(place)]);
  return [
    `${tuple(columns)} > ${row(above)} and ${tuple(columns)} < ${row(below)}`,
    [...of, ...above, ...of, ...below],
  ];
};

/** SQLite takes the index that fits best, whatever it knows. */
const sqliteBounds = ({ index, of, above, below }: Stretch, columns: string[]): [string, Value[]] => {
  const same = columns.slice(0, of.length).map((column) => `${column} = ?`);
  const by = tuple(index.by);
  return [
    [...same, `${by} > ${tuple(above.map(place))}`, `${by} < ${tuple(below.map(place))}`].join(' and '),
    [...of, ...above, ...below],
  ];
};

/** Narrows a query of the index's table to the rows of a stretch, in their order: for `scopedAmong`. */
export const along = (
  rows: Knex.QueryBuilder,
  connection: Connection,
  wanted: Stretch,
): Knex.QueryBuilder => {
  const columns = [wanted.index.first, ...wanted.index.same, ...wanted.index.by];
  const [bounds, values] = (isPostgres(connection) ? postgresBounds : sqliteBounds)(wanted, columns);
  return rows
    .whereRaw(bounds, values)
    .orderByRaw(columns.map((column) => `${column} ${wanted.order}`).join(', '))
    .limit(wanted.limit);
};
