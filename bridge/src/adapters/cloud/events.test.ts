import { messagesValue, METADATA, textMessage, webhookBody } from '../../../test/support/fixtures';
import { eventsOf, parseOne, RECEIVED_AT } from '../../../test/support/parsed-webhook';

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
