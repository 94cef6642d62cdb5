import { z } from 'zod';
import type { BridgeEvent, Change } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { sha256Hex } from '../../kit/hmac';
import { ContactList } from './addresses';
import { list, part, text } from '../../kit/lenient';
import { echoedOf, receivedOf } from './message-event';
import { reportedOf } from './status-event';

export interface ReceivedWebhook {
  /** The bytes as they came, already verified. */
  body: Buffer;
  /** Which app signed them. */
  appFingerprint: string;
  receivedAt: string;
}

const OBJECT = 'whatsapp_business_account';

const RawBody = z.object({ object: z.unknown().optional(), entry: z.array(z.unknown()).min(1) });
const RawEntry = z.object({ id: text, time: text, changes: z.array(z.unknown()) });
const RawChange = z.object({ field: text, value: z.object({}).loose() });
const RawValue = z.object({
  metadata: part({ phone_number_id: text }),
  contacts: ContactList,
  messages: list,
  statuses: list,
  message_echoes: list,
});

/** The fields whose lists become events. Every other field goes to the plugin's log as it is. */
const MESSAGE_FIELDS = new Set(['messages']);
const ECHO_FIELDS = new Set(['smb_message_echoes', 'message_echoes']);

/** NUL and half emojis: legal in JSON, and refused by PostgreSQL, where one of them would fail a whole batch. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;
/** How `JSON.stringify` writes those. It leaves every sound character as it is, so this is rare. */
const MAY_BE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

const storable = (change: unknown, raw: string): unknown =>
  MAY_BE_UNSTORABLE.test(raw)
    ? (JSON.parse(raw, (_key, value: unknown) =>
        typeof value === 'string' ? value.replace(UNSTORABLE, '\uFFFD') : value,
      ) as unknown)
    : change;

/** A body, or a part of one, that is no webhook of WhatsApp. Kept as it came, for a person to look at. */
const malformed = (
  raw: string,
  problem: string,
  appFingerprint: string,
  businessAccountId: string | null,
): Change => ({
  key: sha256Hex(appFingerprint, '\n', raw),
  field: null,
  businessAccountId,
  phoneNumberId: null,
  raw: raw.replace(UNSTORABLE, '\uFFFD'),
  events: [],
  problem,
});

interface Found {
  events: BridgeEvent[];
  problems: string[];
}

const messagesOf = (
  field: string | undefined,
  value: z.infer<typeof RawValue>,
  receivedAt: string,
): Found => {
  const events: BridgeEvent[] = [];
  const problems: string[] = [];
  const surroundings = { contacts: value.contacts, receivedAt };
  const keep = (name: string, index: number, event: BridgeEvent | 'skipped' | undefined): void => {
    if (event === undefined) problems.push(`${name}[${index}] cannot be understood`);
    else if (event !== 'skipped') events.push(event);
  };
  if (field !== undefined && MESSAGE_FIELDS.has(field)) {
    value.messages.forEach((message, index) => keep('messages', index, receivedOf(message, surroundings)));
    value.statuses.forEach((status, index) => keep('statuses', index, reportedOf(status, receivedAt)));
  }
  if (field !== undefined && ECHO_FIELDS.has(field)) {
    value.message_echoes.forEach((message, index) =>
      keep('message_echoes', index, echoedOf(message, surroundings)),
    );
  }
  return { events, problems };
};

const MAX_NAMED_PROBLEMS = 5;

const problemOf = (problems: string[]): string | undefined => {
  if (problems.length === 0) return undefined;
  const more = problems.length - MAX_NAMED_PROBLEMS;
  return problems.slice(0, MAX_NAMED_PROBLEMS).join('; ') + (more > 0 ? `; and ${more} more` : '');
};

const changeOf = (rawChange: unknown, entry: z.infer<typeof RawEntry>, webhook: ReceivedWebhook): Change => {
  const raw = JSON.stringify(rawChange);
  const accountId = entry.id ?? null;
  const change = RawChange.safeParse(storable(rawChange, raw));
  if (!change.success) return malformed(raw, 'The change has no value', webhook.appFingerprint, accountId);
  const value = RawValue.safeParse(change.data.value);
  const { events, problems } = value.success
    ? messagesOf(change.data.field, value.data, webhook.receivedAt)
    : { events: [], problems: ['The value cannot be understood'] };
  if (change.data.field === undefined) problems.push('The change does not say what it is about');
  const problem = problemOf(problems);
  return {
    // The account and the entry's time belong to the identity: two accounts deleted on one day send equal changes.
    key: sha256Hex(webhook.appFingerprint, '\n', raw, '\n', entry.id ?? '', '\n', entry.time ?? ''),
    field: change.data.field ?? null,
    businessAccountId: accountId,
    phoneNumberId: (value.success ? value.data.metadata?.phone_number_id : undefined) ?? null,
    raw,
    events,
    ...(problem ? { problem } : {}),
  };
};

/** Entries whose shape is unknown are kept one by one: a strange neighbour costs nobody else anything. */
const changesOfEntry = (rawEntry: unknown, webhook: ReceivedWebhook): Change[] => {
  const entry = RawEntry.safeParse(rawEntry);
  if (!entry.success || entry.data.changes.length === 0) {
    return [malformed(JSON.stringify(rawEntry), 'The entry has no changes', webhook.appFingerprint, null)];
  }
  return entry.data.changes.map((change) => changeOf(change, entry.data, webhook));
};

const understand = (text: string, webhook: ReceivedWebhook): Change[] => {
  const body = JSON.parse(text) as unknown;
  const envelope = RawBody.safeParse(body);
  if (!envelope.success) return [malformed(text, 'The body has no entries', webhook.appFingerprint, null)];
  const { object, entry } = envelope.data;
  if (object !== undefined && object !== OBJECT) {
    return [malformed(text, 'The body is not about a WhatsApp account', webhook.appFingerprint, null)];
  }
  return entry.flatMap((rawEntry) => changesOfEntry(rawEntry, webhook));
};

const orMalformed = (text: string, appFingerprint: string, read: () => Change[]): Change[] => {
  try {
    return read();
  } catch (error) {
    // Not JSON, or nested so deeply that it cannot be written again.
    const problem = error instanceof SyntaxError ? 'The body is not JSON' : 'The body cannot be read';
    return [malformed(text, problem, appFingerprint, null)];
  }
};

/**
 * A verified webhook as changes: at least one, in the order of the body, and never a failure. What cannot be
 * understood is there with its `problem`, next to everything that can.
 */
export const parseWebhook = (webhook: ReceivedWebhook): Change[] => {
  const text = webhook.body.toString('utf8');
  return orMalformed(text, webhook.appFingerprint, () => understand(text, webhook));
};

const Body = z.object({ entry: z.unknown() });
const Entry = z.object({ changes: z.unknown() });

/** What the plugin's log has kept of a webhook that was verified when it came. */
export type KeptWebhook = Omit<ReceivedWebhook, 'body'> & { raw: string; businessAccountId: string | null };

/**
 * The same for what was kept: one change, or, where not even that could be found at the time, the entry or the whole body.
 */
export const parseKept = ({ raw, businessAccountId, appFingerprint, receivedAt }: KeptWebhook): Change[] =>
  orMalformed(raw, appFingerprint, () => {
    const webhook = { body: Buffer.from(raw), appFingerprint, receivedAt };
    const value = JSON.parse(raw) as unknown;
    if (Body.safeParse(value).success) return understand(raw, webhook);
    if (Entry.safeParse(value).success) return changesOfEntry(value, webhook);
    return [changeOf(value, { id: businessAccountId ?? undefined, changes: [value] }, webhook)];
  });
