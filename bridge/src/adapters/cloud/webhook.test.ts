import fc from 'fast-check';
import type { Change } from '../../../../src/plugins/whatsapp/contracts/bridge';
import {
  messagesValue,
  METADATA,
  readFixture,
  textMessage,
  WEBHOOK_FIXTURES,
  webhookBody,
} from '../../../test/support/fixtures';
import { parse, parseOne, RECEIVED_AT } from '../../../test/support/parsed-webhook';
import { parseKept } from './webhook';

describe("Meta's own examples", () => {
  it('are all there', () => {
    expect(WEBHOOK_FIXTURES.length).toBeGreaterThanOrEqual(96);
  });

  it.each(WEBHOOK_FIXTURES)('%s is read without loss', (name) => {
    const body = readFixture(name);
    const changes = parse(body);
    expect(changes.length).toBeGreaterThanOrEqual(1);
    expect(changes.every((change) => change.raw.length > 2)).toBe(true);
  });

  it('name their field, but for two that Meta itself misprinted', () => {
    const nameless = WEBHOOK_FIXTURES.filter((name) =>
      parse(readFixture(name)).some((change) => change.problem),
    );
    expect(nameless).toEqual(['wh.docs.account_update.8.json', 'wh.docs.account_update.9.json']);
  });

  it('become a message or a report each, where they are about messages', () => {
    const aboutMessages = /"(messages|statuses)": ?\[/;
    const withEvents = WEBHOOK_FIXTURES.filter((name) => {
      const [change] = parse(readFixture(name));
      return change?.field === 'messages' && aboutMessages.test(change.raw);
    });
    expect(withEvents.length).toBeGreaterThan(30);
    for (const name of withEvents) {
      const [change] = parse(readFixture(name));
      expect([name, change?.events.length, change?.problem]).toEqual([name, 1, undefined]);
    }
  });

  it('become content of their kind, never "unsupported", where the kind is known', () => {
    const kinds = WEBHOOK_FIXTURES.flatMap((name) => parse(readFixture(name)))
      .flatMap((change) => change.events)
      .flatMap((event) => (event.type === 'message.received' ? [event.content] : []));
    const unsupported = kinds
      .filter((content) => content.type === 'unsupported')
      .map((content) => content.original);
    expect(new Set(kinds.map((content) => content.type)).size).toBeGreaterThanOrEqual(14);
    expect(unsupported.sort()).toEqual(['edit', 'unsupported']);
  });
});

describe('what was kept', () => {
  const again = (raw: string, businessAccountId: string | null) =>
    parseKept({ raw, businessAccountId, appFingerprint: 'app-1', receivedAt: RECEIVED_AT });

  it.each(WEBHOOK_FIXTURES)('%s is read as it was when it came, change by change', (name) => {
    const changes = parse(readFixture(name));
    const reread = changes.flatMap(({ raw, businessAccountId }) => again(raw, businessAccountId));
    const withoutKey = ({ key: _key, ...change }: Change) => change;
    expect(reread.map(withoutKey)).toEqual(changes.map(withoutKey));
  });

  it('is found in an entry and in a whole body, too', () => {
    const body = webhookBody(messagesValue([textMessage('wamid.kept')])).toString('utf8');
    const { entry } = JSON.parse(body) as { entry: unknown[] };
    const found = parse(body);
    expect(again(body, null)).toEqual(found);
    expect(again(JSON.stringify(entry[0]), null)).toEqual(found);
  });

  it.each(['', '{', 'null', '7', '"text"', '[]', '{"entry":[]}', '{"changes":[]}'])(
    'stays malformed where nobody understands it yet: %s',
    (raw) => {
      expect(again(raw, '1')).toMatchObject([{ events: [], problem: expect.any(String) as string }]);
    },
  );
});

describe('changes without events', () => {
  it.each([
    ['account_update', { event: 'ACCOUNT_DELETED' }],
    ['message_template_status_update', { event: 'APPROVED', message_template_id: 1 }],
    ['history', { metadata: METADATA, history: [{ threads: [] }], messages: [textMessage('wamid.H')] }],
    ['something_new', { anything: [1, 2] }],
    ['messages', { metadata: METADATA, errors: [{ code: 130429 }] }],
    ['messages', { metadata: METADATA, user_actions: [{ action_type: 'click' }] }],
    ['messages', { metadata: METADATA, messages: null, statuses: 'x' }],
  ])('of the field %s are kept as they came: %p', (field, value) => {
    const change = parseOne(webhookBody(value, field));
    expect(change).toMatchObject({ field, events: [] });
    expect(change.problem).toBeUndefined();
    expect(JSON.parse(change.raw)).toEqual({ field, value });
  });
});

describe('a body that is not what it should be', () => {
  it.each([
    ['no JSON', 'hello', /not JSON/],
    ['empty', '', /not JSON/],
    ['half', '{"object":', /not JSON/],
    ['a number', '5', /no entries/],
    ['a list', '[]', /no entries/],
    ['without entries', '{"object":"whatsapp_business_account","entry":[]}', /no entries/],
    ['about a page', '{"object":"page","entry":[{"id":"1","changes":[]}]}', /not about a WhatsApp account/],
    ['an entry without changes', '{"entry":[{"id":"1"}]}', /no changes/],
    ['an entry that is null', '{"entry":[null]}', /no changes/],
    ['a change without a value', '{"entry":[{"id":"1","changes":[{"field":"messages"}]}]}', /no value/],
    ['a change without a field', '{"entry":[{"id":"1","changes":[{"value":{"a":1}}]}]}', /does not say/],
    [
      'nested without end',
      `{"entry":[{"id":"1","changes":[${'['.repeat(200_000)}${']'.repeat(200_000)}]}]}`,
      /./,
    ],
  ])('%s becomes one change with its problem', (_what, body, problem) => {
    const change = parseOne(body);
    expect(change).toMatchObject({
      field: null,
      events: [],
      problem: expect.stringMatching(problem) as string,
    });
  });

  it('is kept as it came, without the one character that no database takes', () => {
    expect(parseOne('he\u0000llo').raw).toBe('he\uFFFDllo');
  });

  it('never makes the parser fail, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (a, b, c) => {
        const value = {
          messages: [a, textMessage('x', { type: 'image', image: b })],
          statuses: [c],
          contacts: a,
          metadata: b,
        };
        const bodies = [a, { entry: a }, { entry: [{ id: b, changes: [c, { field: 'messages', value }] }] }];
        for (const body of bodies) expect(parse(JSON.stringify(body)).length).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('the key of a change', () => {
  const keyOf = (body: object, app?: string) => parse(JSON.stringify(body), app)[0]?.key;
  const body = (id: string, time?: number) => ({
    entry: [{ id, time, changes: [{ field: 'account_update', value: { event: 'ACCOUNT_DELETED' } }] }],
  });

  it('is the same when the same comes again', () => {
    expect(keyOf(body('1', 5))).toBe(keyOf(body('1', 5)));
  });

  it('does not depend on how Meta escapes the text', () => {
    const plain = '{"entry":[{"id":"1","changes":[{"field":"x","value":{"a":"é/"}}]}]}';
    const escaped = '{"entry":[{"id":"1","changes":[{"field":"x","value":{"a":"\\u00e9\\/"}}]}]}';
    expect(parseOne(escaped).key).toBe(parseOne(plain).key);
  });

  it.each([
    ['app', keyOf(body('1', 5), 'app-2')],
    ['account', keyOf(body('2', 5))],
    ['time', keyOf(body('1', 6))],
  ])('tells equal changes of another %s apart', (_what, other) => {
    expect(other).not.toBe(keyOf(body('1', 5)));
  });
});

describe('a large webhook', () => {
  it('of a thousand updates in many entries is read completely', () => {
    const entry = Array.from({ length: 10 }, (_, e) => ({
      id: `${e}`,
      changes: Array.from({ length: 10 }, (__, c) => ({
        field: 'messages',
        value: messagesValue(Array.from({ length: 10 }, (___, m) => textMessage(`wamid.${e}.${c}.${m}`))),
      })),
    }));
    const changes = parse(JSON.stringify({ object: 'whatsapp_business_account', entry }));
    const ids = changes.flatMap((change) => change.events.map((event) => event.messageId));
    expect(changes).toHaveLength(100);
    expect(new Set(ids).size).toBe(1_000);
  });
});
