import type { Attribute, Type } from './types';

/** Gives the words of a value: the mark of a company, or a place that is filled for each request anew. */
export type Words = (wanted: { kind: 'word' | 'mail' | 'name'; max?: number }) => unknown;

const DAY = '2030-01-02';

/** A value that an attribute takes, by its type alone; undefined for what is no value (relations, files, parts). */
export const valueOf = (attribute: Attribute, words: Words): unknown => {
  const { type, enum: choices, min = 1, maxLength: max, pluginOptions } = attribute;
  const word = () => words({ kind: 'word', max });
  if (pluginOptions?.whatsapp?.sample !== undefined) return pluginOptions.whatsapp.sample;
  switch (type) {
    case 'string':
    case 'text':
    case 'richtext':
    case 'password':
      return word();
    case 'uid':
      return words({ kind: 'name', max });
    case 'email':
      return words({ kind: 'mail', max });
    case 'enumeration':
      return choices?.[0];
    case 'integer':
    case 'float':
    case 'decimal':
      return min;
    case 'biginteger':
      return String(min);
    case 'boolean':
      return false;
    case 'date':
      return DAY;
    case 'time':
      return '10:20:30.000';
    case 'datetime':
    case 'timestamp':
      return `${DAY}T10:20:30.000Z`;
    case 'json':
      return { note: word() };
    case 'blocks':
      return [{ type: 'paragraph', children: [{ type: 'text', text: word() }] }];
    default:
      return undefined;
  }
};

type Parts = (uid: string) => Record<string, Attribute>;

const partOf = (uid: string, words: Words, parts: Parts): object =>
  Object.fromEntries(
    Object.entries(parts(uid)).flatMap(([name, attribute]) => {
      const value = sampleOf(attribute, words, parts);
      return value === undefined || name === 'id' ? [] : [[name, value]];
    }),
  );

/** The same with the parts that must be there. */
export const sampleOf = (attribute: Attribute, words: Words, parts: Parts): unknown => {
  const { type, required, component, components, repeatable } = attribute;
  if (type === 'component' && component) {
    if (!required) return undefined;
    const part = partOf(component, words, parts);
    return repeatable ? [part] : part;
  }
  if (type === 'dynamiczone') {
    const [uid] = components ?? [];
    return required && uid ? [{ __component: uid, ...partOf(uid, words, parts) }] : undefined;
  }
  return valueOf(attribute, words);
};

/**
 * What our own rows must say to be presented, and not to be sent: a number without credentials that is paused, addresses
 * to which nothing can be sent, nothing that is due.
 */
const OURS: Record<string, (word: unknown) => Record<string, unknown>> = {
  channel: () => ({ kind: 'cloud', state: 'paused', credentials: null }),
  'contact-address': (word) => ({ kind: 'lid', value: word }),
  conversation: () => ({ status: 'open', unreadCount: 1, changeSeq: '1' }),
  message: (word) => ({
    direction: 'out',
    type: 'text',
    content: { type: 'text', body: word },
    status: 'failed',
    failure: { code: null, reason: word, remedy: null },
    referral: null,
    pricing: null,
    dueAt: null,
    decideAt: null,
    seq: '1',
    changeSeq: '1',
  }),
  'inbound-event': () => ({ state: 'quarantined', reason: 'malformed', events: [] }),
  'web-session': () => ({ wish: 'stopped', state: 'stopped', leaseUntil: null }),
  'media-file': () => ({ state: 'lost', dueAt: null, storageKey: null, sizeBytes: '1' }),
  'audit-entry': (word) => ({ action: 'company.created', actorKind: 'system', details: { note: word } }),
};

const OUR_TYPES = 'plugin::whatsapp.';

const ours = ({ uid, singular }: Type, words: Words): Record<string, unknown> =>
  (uid.startsWith(OUR_TYPES) && OURS[singular]?.(words({ kind: 'word' }))) || {};

/** A whole row, with the mark of its company in every text. */
export const rowOf = (type: Type, words: Words): Record<string, unknown> => {
  const values = Object.entries(type.attributes).flatMap(([name, attribute]): [string, unknown][] => {
    const value = valueOf(attribute, words);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(values), ...ours(type, words) };
};

/** What a person would write into a form of this type: every value, no relation. */
export const sampleBody = (type: Type, words: Words, parts: Parts): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(type.attributes).flatMap(([name, attribute]) => {
      const value = sampleOf(attribute, words, parts);
      return value === undefined ? [] : [[name, value]];
    }),
  ),
  ...ours(type, words),
});
