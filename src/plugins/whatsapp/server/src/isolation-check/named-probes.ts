import { TENANT } from '../store';
import { OK, row, type Probe, type Side, type Slot } from './probe';
import type { Hint, Route } from './router';
import type { Type, Types } from './types';

const PLUGIN = 'plugin::whatsapp.';
const our = (singular: string): string => `${PLUGIN}${singular}`;

/** Bodies of our own routes, the same under `/api`. Named rows are places: each is tried with another company's row. */
const BODIES: Record<string, unknown> = {
  'PUT /whatsapp/channels/:channelId': { name: { slot: 'fresh', kind: 'word' } },
  'PUT /whatsapp/channels/:channelId/session': { takesGroups: false },
  'POST /whatsapp/channels/:channelId/session/pairing-code': { phoneNumber: '15550100000' },
  'POST /whatsapp/channels/test': { kind: 'cloud', channelId: row(our('channel')), credentials: {} },
  'POST /whatsapp/conversations/:conversationId/messages': {
    clientId: { slot: 'uuid' },
    content: { type: 'text', body: { slot: 'fresh', kind: 'word' } },
  },
  'POST /whatsapp/conversations/:conversationId/typing': { isTyping: true },
  'PUT /whatsapp/conversations/:conversationId/assignee': { memberId: row(our('member')) },
  'PUT /whatsapp/contacts/:contactId': { name: { slot: 'fresh', kind: 'word' } },
  'PUT /whatsapp/me/company': { tenantId: row(TENANT) },
  'POST /whatsapp/quarantine/replay': { ids: [row(our('inbound-event'))] },
  'POST /whatsapp/quarantine/dismiss': { ids: [row(our('inbound-event'))] },
  'POST /whatsapp/members': { email: { slot: 'newcomer' }, role: 'agent' },
  'PUT /whatsapp/members/:memberId': { role: 'supervisor' },
  'POST /whatsapp/files': { note: { slot: 'fresh', kind: 'word' } },
  'POST /whatsapp/api-tokens': { name: { slot: 'fresh', kind: 'word' }, access: 'read' },
};

/** More bodies of the same routes: what else could name a row. */
const MORE_BODIES: Record<string, unknown[]> = {
  'POST /whatsapp/conversations/:conversationId/messages': [
    {
      clientId: { slot: 'uuid' },
      content: { type: 'text', body: { slot: 'fresh', kind: 'word' } },
      quotedId: row(our('message')),
    },
    {
      clientId: { slot: 'uuid' },
      content: { type: 'document', fileId: row(our('media-file')) },
    },
    {
      clientId: { slot: 'uuid' },
      content: { type: 'reaction', emoji: '👍', targetId: row(our('message')) },
    },
  ],
};

/** Routes that take a file. */
const FORMS: ReadonlySet<string> = new Set(['POST /whatsapp/files']);

const QUERIES: Record<string, string> = { 'GET /whatsapp/changes': '?after=0' };

/**
 * Answers that show that the own row was reached, where success would need WhatsApp: a number without credentials cannot
 * be tested (409), about a message that failed nothing is to be decided (409), a file that is lost cannot be fetched (409), a
 * message can be quoted in its own conversation only (400), a file is sent once (400), a number of the official API has no
 * session (422): one that has would start a browser.
 */
const WORKS: Record<string, readonly number[]> = {
  'POST /whatsapp/channels/test': [409],
  'POST /whatsapp/channels/:channelId/test': [409],
  'POST /whatsapp/messages/:messageId/leave': [409],
  ...Object.fromEntries(
    [
      'GET ',
      'PUT ',
      'GET /code',
      'POST /pairing-code',
      'POST /start',
      'POST /stop',
      'POST /restart',
      'POST /unlink',
    ]
      .map((route) => route.split(' ') as [string, string])
      .map(([method, act]) => [`${method} /whatsapp/channels/:channelId/session${act}`, [422]]),
  ),
  'POST /whatsapp/messages/:messageId/media/fetch': [409],
};

const API = /^(\w+) \/api\//;
const ownName = (target: string): string => target.replace(API, '$1 /');

/** Which row a parameter names: by what the author says, else by its name (`conversationId`), else by the path. */
const slotOf = (name: string, route: Route, types: Types): Slot | null => {
  const hinted = route.hint?.params?.[name];
  if (hinted) return types.get(hinted) ? row(hinted) : null;
  if (name === 'tokenId') return { slot: 'token' };
  if (name === 'token') return { slot: 'address' };
  const byName = typeNamed(name.replace(/Id$/, ''), types);
  if (name.endsWith('Id') && byName) return row(byName.uid);
  return null;
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const typeNamed = (name: string, types: Types): Type | undefined =>
  types.get(our(kebab(name))) ?? types.all.find(({ singular }) => singular === kebab(name));

/** The path with its places; or the parameter that nobody knows how to fill. */
export const pathOf = (
  route: Route,
  slot: (name: string) => Slot | string | null,
): { path: (string | Slot)[] } | { unknown: string } => {
  const path: (string | Slot)[] = [];
  for (const part of route.path.split(/(:\w+)/)) {
    const filled = part.startsWith(':') ? slot(part.slice(1)) : part;
    if (filled === null) return { unknown: `Nobody knows what "${part}" names` };
    path.push(filled);
  }
  return { path };
};

export const sideOf = ({ path }: Route): Side => (path.startsWith('/api/') ? 'site' : 'panel');

/** Other ways in which a company could be named that nobody asked for. */
const smuggled = (base: Probe): Probe[] => {
  const first = base.path.some((part) => typeof part === 'string' && part.includes('?')) ? '&' : '?';
  const query = (name: string, slot: Slot): Probe => ({
    ...base,
    how: `${name} in the query`,
    path: [...base.path, `${first}${name}=`, slot],
    works: null,
  });
  return [
    query('tenantId', row(TENANT)),
    query('tenant', row(TENANT, 'id')),
    query('filters[tenant]', row(TENANT, 'id')),
    { ...base, how: 'x-tenant-id in the headers', headers: { 'x-tenant-id': row(TENANT) }, works: null },
  ];
};

const withRows = (body: unknown): unknown => {
  if (Array.isArray(body)) return body.map(withRows);
  if (typeof body !== 'object' || body === null) return body;
  const uid = '$row' in body ? body.$row : undefined;
  if (typeof uid === 'string') return row(uid);
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withRows(value)]));
};

const bodyOf = (name: string, hint: Hint | null): unknown =>
  hint?.body === undefined ? BODIES[name] : withRows(hint.body);

/** Routes whose parameters say by their names which rows they name: all of ours, and any other that keeps to it. */
export const namedProbes = (route: Route, types: Types): Probe[] | { unknown: string } => {
  const { method, target, hint } = route;
  const found = pathOf(route, (name) => slotOf(name, route, types));
  if ('unknown' in found) return found;
  const name = ownName(target);
  const path = QUERIES[name] ? [...found.path, QUERIES[name]] : found.path;
  const base: Probe = {
    target,
    how: path.length > 1 ? 'an id in the path' : 'as it is meant',
    side: sideOf(route),
    method,
    path,
    body: bodyOf(name, hint),
    isForm: FORMS.has(name),
    works: WORKS[name] ?? OK,
    spends: method !== 'GET',
  };
  const byNumber = path.some((part) => typeof part !== 'string' && part.slot === 'row')
    ? [{ ...base, how: 'a number in the path', path: path.map(numbered), works: null }]
    : [];
  const more = (MORE_BODIES[name] ?? []).map((body) => ({
    ...base,
    how: 'an id in the body',
    body,
    works: [...OK, 400],
  }));
  return [base, ...byNumber, ...more, ...(method === 'GET' ? smuggled(base) : [])];
};

const numbered = (part: string | Slot): string | Slot =>
  typeof part !== 'string' && part.slot === 'row' ? { ...part, form: 'id' } : part;

/** Of nobody of a company: the platform's own, and the bridge's. Whoever asks gets the one answer. */
const CLOSED: [pattern: RegExp, must: number][] = [
  [/^\w+ \/whatsapp\/(tenants|isolation-checks|me\/visit)(\/|$)/, 404],
  // Only we can sign an address; whoever has one is meant to open it.
  [/^\w+ \/api\/whatsapp\/files\/:token$/, 404],
  [/^\w+ \/api\/whatsapp\/bridge\//, 401],
];

export const closedProbes = (route: Route, types: Types): Probe[] | null => {
  const must = CLOSED.find(([pattern]) => pattern.test(route.target))?.[1];
  if (must === undefined) return null;
  const found = pathOf(route, (name) => slotOf(name, route, types));
  if ('unknown' in found) return null;
  const { method, target } = route;
  const how = 'as nobody who may';
  return [{ target, how, side: sideOf(route), method, path: found.path, works: null, must }];
};
