/** Between Strapi's columns and our rows: names, dates, numbers and JSON, the same on SQLite and PostgreSQL. */

type Raw = Record<string, unknown>;
type Read = (value: unknown) => unknown;

const date: Read = (value) =>
  value === null || value === undefined ? null : new Date(value as string | number | Date);
const number: Read = (value) => (value === null || value === undefined ? null : Number(value));
const json: Read = (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : (value ?? null));
const bool: Read = (value) => Boolean(value);
const plain: Read = (value) => value ?? null;

export interface Column {
  column: string;
  read: Read;
}

/** Remembers what it said: there are few names, and each is asked for with every row. */
const remembering = <Result>(answer: (name: string) => Result): ((name: string) => Result) => {
  const known = new Map<string, Result>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const result = answer(name);
    known.set(name, result);
    return result;
  };
};

const snake = remembering((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** Columns whose type the database does not give back by itself. Everything else is read as it is. */
const READERS: Record<string, Read> = {
  content: json,
  failure: json,
  events: json,
  details: json,
  at: date,
  referral: json,
  pricing: json,
  forwarded: bool,
  takesGroups: bool,
  leaseUntil: date,
  seq: number,
  changeSeq: number,
  unreadCount: number,
  attempts: number,
  sizeBytes: number,
  priority: number,
};

/** Foreign keys; `messageId`, `clientId` and their like are texts of the outside world. */
const NUMERIC_IDS = new Set([
  'tenantId',
  'conversationId',
  'channelId',
  'contactId',
  'assigneeId',
  'authorId',
  'senderId',
  'lastMessageId',
]);

const readerOf = remembering((field): Read => {
  if (READERS[field]) return READERS[field];
  if (field.endsWith('At')) return date;
  return field === 'id' || NUMERIC_IDS.has(field) ? number : plain;
});

export interface Shape<Row> {
  /** For `select`: `alias.column as field`. */
  select(alias?: string): string[];
  read(raw: unknown): Row;
}

/** `fields` are the row's own fields: each becomes its snake-cased column. */
export const shapeOf = <Row>(fields: readonly (keyof Row & string)[]): Shape<Row> => ({
  select: (alias) => fields.map((field) => `${alias ? `${alias}.` : ''}${snake(field)} as ${field}`),
  read: (raw) =>
    Object.fromEntries(
      Object.entries(raw as Raw).map(([field, value]) => [field, readerOf(field)(value)]),
    ) as Row,
});

/** A row for `insert`: snake-cased names, JSON as text. `undefined` becomes null, so that all rows have all columns. */
export const toColumns = (row: Record<string, unknown>): Raw =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [snake(field), toColumn(value)]));

export const toColumn = (value: unknown): unknown => {
  if (value === undefined) return null;
  if (value === null || value instanceof Date || typeof value !== 'object') return value;
  return JSON.stringify(value);
};

export const columnOf = snake;
