import fc from 'fast-check';
import { Change } from '../../../../src/plugins/whatsapp/contracts/bridge';
import {
  messagesValue,
  METADATA,
  readFixture,
  textMessage,
  WEBHOOK_FIXTURES,
  webhookBody,
} from '../../../test/support/fixtures';
import { parseWebhook } from './webhook';

const RECEIVED_AT = '2026-11-02T09:00:00.000Z';

const parse = (body: Buffer | string, appFingerprint = 'app-1'): Change[] => {
  const changes = parseWebhook({ body: Buffer.from(body), appFingerprint, receivedAt: RECEIVED_AT });
  for (const change of changes) expect(Change.safeParse(change).error).toBeUndefined();
  return changes;
};

const parseOne = (body: Buffer | string): Change => {
  const changes = parse(body);
  expect(changes).toHaveLength(1);
  return changes[0] as Change;
};

const eventsOf = (value: object, field?: string) => parseOne(webhookBody(value, field)).events;

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

describe('a message', () => {
  it('is read with its sender, name, time and content', () => {
    expect(eventsOf(messagesValue([textMessage('wamid.1')]))).toEqual([
      {
        type: 'message.received',
        messageId: 'wamid.1',
        from: { waId: '15550100123' },
        profileName: 'Ana Pérez',
        sentAt: '2025-11-01T09:40:00.000Z',
        content: { type: 'text', body: 'Is it still there?' },
      },
    ]);
  });

  it('names number and account that it came to', () => {
    expect(parseOne(webhookBody(messagesValue([])))).toMatchObject({
      field: 'messages',
      phoneNumberId: '106540352242922',
      businessAccountId: '102290129340398',
    });
  });

  it('keeps quote, forward, group and advertisement', () => {
    const message = textMessage('wamid.1', {
      context: { id: 'wamid.0', from: '15550100001', frequently_forwarded: true },
      group_id: 'G1',
      referral: { source_type: 'ad', ctwa_clid: 'x' },
    });
    expect(eventsOf(messagesValue([message]))[0]).toMatchObject({
      quotedMessageId: 'wamid.0',
      forwarded: true,
      groupId: 'G1',
      referral: { source_type: 'ad', ctwa_clid: 'x' },
    });
  });

  it('may come from somebody without a phone number', () => {
    const message = textMessage('wamid.1', {
      from: undefined,
      from_user_id: 'US.13491208655302741918',
      from_parent_user_id: 'US.ENT.506847293015824',
    });
    const contacts = [{ profile: { name: 'Ana', username: 'ana.p' }, user_id: 'US.13491208655302741918' }];
    expect(eventsOf(messagesValue([message], { contacts }))[0]).toMatchObject({
      from: { bsuid: 'US.13491208655302741918', parentBsuid: 'US.ENT.506847293015824' },
      profileName: 'Ana',
      username: 'ana.p',
    });
  });

  it('takes the missing addresses from the contact entry', () => {
    const contacts = [{ wa_id: '15550100123', user_id: 'US.1' }];
    expect(eventsOf(messagesValue([textMessage('wamid.1')], { contacts }))[0]).toMatchObject({
      from: { waId: '15550100123', bsuid: 'US.1' },
    });
  });

  it('never gets the name of another customer', () => {
    const contacts = [{ profile: { name: 'Somebody else' }, wa_id: '15550100999' }];
    expect(eventsOf(messagesValue([textMessage('wamid.1')], { contacts }))[0]).not.toHaveProperty(
      'profileName',
    );
  });

  it('gets the right name in a batch of several customers', () => {
    const contacts = [
      { profile: { name: 'Ana' }, wa_id: '15550100123' },
      { profile: { name: 'Ben' }, wa_id: '15550100124' },
    ];
    const messages = [textMessage('a', { from: '15550100124' }), textMessage('b')];
    expect(eventsOf(messagesValue(messages, { contacts }))).toMatchObject([
      { messageId: 'a', profileName: 'Ben' },
      { messageId: 'b', profileName: 'Ana' },
    ]);
  });

  it('may bring numbers where texts are documented', () => {
    const message = textMessage('wamid.1', { from: 15550100123, timestamp: 1761990000, id: 42 });
    expect(eventsOf(messagesValue([message], { contacts: 'none' }))[0]).toMatchObject({
      messageId: '42',
      from: { waId: '15550100123' },
      sentAt: '2025-11-01T09:40:00.000Z',
    });
  });

  it.each([undefined, 'TIMESTAMP', '', -5, 1761990000000000, null])(
    'has the time of its arrival when its own is %p',
    (timestamp) => {
      expect(eventsOf(messagesValue([textMessage('wamid.1', { timestamp })]))[0]).toMatchObject({
        sentAt: RECEIVED_AT,
      });
    },
  );

  it.each([
    ['without an id', textMessage('x', { id: undefined })],
    ['without a sender', textMessage('x', { from: undefined })],
    ['that is no object', 'text'],
    ['that is null', null],
  ])('%s is named as a problem and costs the others nothing', (_what, bad) => {
    const contacts: unknown[] = [];
    const change = parseOne(
      webhookBody(messagesValue([textMessage('a'), bad, textMessage('b')], { contacts })),
    );
    expect(change.events).toMatchObject([{ messageId: 'a' }, { messageId: 'b' }]);
    expect(change.problem).toBe('messages[1] cannot be understood');
  });

  it('is freed of what no database stores, and keeps its emojis', () => {
    const body = 'A\u0000B \ud83d half 👍';
    const value = messagesValue([textMessage('wamid.1', { text: { body } })]);
    expect(eventsOf(value)[0]).toMatchObject({ content: { body: 'A\uFFFDB \uFFFD half 👍' } });
  });
});

describe('echoes', () => {
  const echo = textMessage('wamid.E', { from: '15550100001', to: '15550100123' });

  it.each(['smb_message_echoes', 'message_echoes'])(
    'of the field %s are messages of the company',
    (field) => {
      const value = { metadata: METADATA, message_echoes: [echo] };
      expect(eventsOf(value, field)).toMatchObject([
        {
          type: 'message.echoed',
          messageId: 'wamid.E',
          to: { waId: '15550100123' },
          content: { type: 'text' },
        },
      ]);
    },
  );

  it('to somebody without a phone number keep the user id', () => {
    const value = { message_echoes: [{ ...echo, to: undefined, to_user_id: 'US.7' }] };
    expect(eventsOf(value, 'smb_message_echoes')).toMatchObject([{ to: { bsuid: 'US.7' } }]);
  });

  it('without a recipient are a problem, not a loss', () => {
    const value = { message_echoes: [{ ...echo, to: undefined }, echo] };
    expect(parseOne(webhookBody(value, 'smb_message_echoes'))).toMatchObject({
      events: [{ messageId: 'wamid.E' }],
      problem: 'message_echoes[0] cannot be understood',
    });
  });
});

describe('status reports', () => {
  const status = (overrides: object = {}) => ({
    id: 'wamid.S',
    status: 'delivered',
    timestamp: '1761990000',
    recipient_id: '15550100123',
    ...overrides,
  });
  const report = (overrides: object = {}) => eventsOf({ metadata: METADATA, statuses: [status(overrides)] });

  it.each(['sent', 'delivered', 'read', 'played', 'failed'])('tell that a message was %s', (word) => {
    expect(report({ status: word })).toMatchObject([
      { type: 'message.reported', status: word, messageId: 'wamid.S' },
    ]);
  });

  it('bring our own reference and the price', () => {
    expect(report({ biz_opaque_callback_data: 'm1.1', pricing: { billable: true } })).toMatchObject([
      { clientRef: 'm1.1', pricing: { billable: true }, at: '2025-11-01T09:40:00.000Z' },
    ]);
  });

  it('explain a failure', () => {
    expect(
      report({ status: 'failed', errors: [{ code: 131047, title: 'Re-engagement message' }] }),
    ).toMatchObject([
      {
        error: {
          kind: 'rejected',
          upstreamCode: '131047',
          remedy: expect.stringMatching(/template/) as string,
        },
      },
    ]);
  });

  it('may lack a recipient, or name a user id', () => {
    expect(report({ recipient_id: undefined })[0]).not.toHaveProperty('recipient');
    expect(report({ recipient_id: undefined, recipient_user_id: 'US.1' })).toMatchObject([
      { recipient: { bsuid: 'US.1' } },
    ]);
  });

  it('of a group name the member, not the group', () => {
    const group = { recipient_type: 'group', recipient_id: 'G1', recipient_participant_id: '15550100123' };
    expect(report(group)).toMatchObject([{ recipient: { waId: '15550100123' } }]);
    expect(report({ recipient_type: 'group', recipient_id: 'G1' })[0]).not.toHaveProperty('recipient');
  });

  it.each([
    { type: 'payment', status: 'failed' },
    { type: 'call', status: 'RINGING' },
    { status: 'teleported' },
  ])('that are no concern of a message are left out without a problem: %p', (overrides) => {
    const change = parseOne(webhookBody({ statuses: [status(overrides)] }));
    expect(change).toMatchObject({ events: [] });
    expect(change.problem).toBeUndefined();
  });

  it.each([{ id: undefined }, { status: undefined }])(
    'that lack the essential are a problem: %p',
    (overrides) => {
      expect(parseOne(webhookBody({ statuses: [status(overrides), status()] }))).toMatchObject({
        events: [{ messageId: 'wamid.S' }],
        problem: 'statuses[0] cannot be understood',
      });
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
