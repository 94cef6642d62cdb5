import { outboundWamid } from '../kit/ids';
import { DEFAULT_SETTINGS } from '../settings';
import { CUSTOMER, setStage } from '../testing/stage';
import type { Stage } from '../testing/stage';
import { createLimits } from './limits';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

const failures = (): unknown[] =>
  stage.receiver
    .statuses()
    .filter(({ status }) => status === 'failed')
    .map((status) => (status['errors'] as { code: number }[])[0]?.code);

describe('a text', () => {
  it('is accepted in the shape of Meta', async () => {
    const { status, body } = await stage.send({ to: '+1 (555) 010-7777' });
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: '+1 (555) 010-7777', wa_id: CUSTOMER }],
      messages: [{ id: expect.stringMatching(/^wamid\.HBgL/) as string }],
    });
  });

  it('to a business-scoped id comes back without a number', async () => {
    const { body } = await stage.send({ to: undefined, recipient: stage.person.bsuid });
    expect(body['contacts']).toEqual([{ input: stage.person.bsuid, user_id: stage.person.bsuid }]);
  });

  it('to both goes to the number', async () => {
    const { body } = await stage.send({ recipient: stage.person.bsuid });
    expect(body['contacts']).toEqual([
      { input: `+${CUSTOMER}`, wa_id: CUSTOMER, user_id: stage.person.bsuid },
    ]);
  });

  it('to a dialled number comes back with the WhatsApp id, where the two differ', async () => {
    const { registry, customers } = stage.simulator;
    registry.addPerson({ waId: '551155500123', phone: '5511955500123' });
    customers.write({ phoneNumberId: stage.number.id, from: '551155500123', text: 'Oi' });
    const { body } = await stage.send({ to: '+5511955500123' });
    expect(body['contacts']).toEqual([{ input: '+5511955500123', wa_id: '551155500123' }]);
  });

  it('may quote, preview links, and be as long as 4,096 characters', async () => {
    const { id } = stage.simulator.customers.write({
      phoneNumberId: stage.number.id,
      from: CUSTOMER,
      text: 'And?',
    });
    const text = { body: '😀'.repeat(4096), preview_url: true };
    const { status } = await stage.send({ text, context: { message_id: id }, recipient_type: 'individual' });
    expect(status).toBe(200);
    expect(stage.simulator.ledger.accepted.entries.at(-1)).toMatchObject({
      quotedMessageId: id,
      type: 'text',
    });
    expect(stage.simulator.requests.entries.at(-1)?.warnings).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['no product', { messaging_product: undefined }, 100, 'messaging_product is required'],
    ['another product', { messaging_product: 'messenger' }, 100, 'must be one of {WHATSAPP}'],
    ['no recipient', { to: undefined }, 100, 'parameter to is required'],
    ['an empty recipient', { to: '' }, 100, 'parameter to is required'],
    ['a recipient that is a number', { to: 15550107777 }, 100, 'Param to must be a string'],
    ['a recipient that is no phone', { to: 'Ana' }, 131009, 'Parameter value is not valid'],
    ['a short recipient', { to: '+12' }, 131009, 'Parameter value is not valid'],
    ['a BSUID in the wrong place', { to: 'US.13491208655302741918' }, 131009, 'Parameter value is not valid'],
    ['a wrong BSUID', { to: undefined, recipient: '13491' }, 131009, 'Parameter value is not valid'],
    ['an unknown recipient type', { recipient_type: 'everybody' }, 100, 'recipient_type must be one of'],
    ['an unknown group', { recipient_type: 'group', to: 'Y2FwaV9ncm91cA' }, 131041, 'Group is unknown'],
    ['an unknown type', { type: 'telegram' }, 100, 'type must be one of {TEXT, IMAGE'],
    ['no text', { text: undefined }, 131008, 'Required parameter is missing'],
    ['a text that is no object', { text: 'Hi' }, 100, 'must be a JSON object'],
    ['no body', { text: {} }, 100, "text['body'] is required"],
    ['an empty body', { text: { body: '' } }, 100, "text['body'] is required"],
    ['a blank body', { text: { body: ' \n ' } }, 100, "text['body'] is required"],
    ['a body that is a number', { text: { body: 7 } }, 100, "text['body'] must be a string"],
    ['a long body', { text: { body: 'a'.repeat(4097) } }, 100, 'at most 4096 characters'],
    ['a preview that is a text', { text: { body: 'a', preview_url: 'yes' } }, 100, 'must be a boolean'],
    ['a field that texts do not have', { text: { body: 'a', bold: true } }, 100, 'Unexpected key "bold"'],
    ['a context without an id', { context: {} }, 100, "context['message_id'] is required"],
    [
      'a context with more',
      { context: { message_id: 'wamid.HBgLMTY1MDU1', x: 1 } },
      100,
      'Unexpected key "x"',
    ],
    ['a quote of no message', { context: { message_id: '17' } }, 131009, 'Parameter value is not valid'],
    ['a long reference', { biz_opaque_callback_data: 'a'.repeat(513) }, 100, 'at most 512 characters'],
    ['a reference that is an object', { biz_opaque_callback_data: {} }, 100, 'must be a string'],
    ['itself as recipient', { to: '+1 555-010-0100' }, 131021, 'Recipient cannot be sender'],
  ])('with %s is refused', async (_what, change, code, message) => {
    const before = stage.simulator.ledger.accepted.total;
    const { status, error } = await stage.send(change);
    expect({ status, code: error.code }).toEqual({ status: 400, code });
    expect(error.message).toContain(message);
    expect(stage.simulator.ledger.accepted.total).toBe(before);
  });

  it.each(['sticker', 'interactive', 'template'])(
    'is not the only type, but %s is not among them: refused with 131051',
    async (type) => {
      expect((await stage.send({ type, [type]: {} })).error.code).toBe(131051);
    },
  );

  it('that is broken JSON, or no JSON at all, has no parameters', async () => {
    const path = `/v24.0/${stage.number.id}/messages`;
    const broken = await stage.ask('POST', path, { raw: '{"messaging_product":' });
    const plain = await stage.ask('POST', path, {
      raw: '{"messaging_product":"whatsapp"}',
      headers: { 'content-type': 'text/plain' },
    });
    expect([broken, plain].map(({ error }) => error.message)).toEqual([
      '(#100) The parameter messaging_product is required.',
      '(#100) The parameter messaging_product is required.',
    ]);
  });

  it('with fields that Meta ignores is accepted, with a warning for each', async () => {
    const { status } = await stage.send({ to: CUSTOMER, type: undefined, client_id: 'x', image: {} });
    expect(status).toBe(200);
    expect(stage.simulator.requests.entries.at(-1)?.warnings).toEqual([
      '"type" is left out: Meta takes the message for a text',
      '"client_id" is not read by Meta',
      '"image" is not read by Meta',
      expect.stringContaining('no "+"'),
    ]);
  });

  it.each([
    ['DISCONNECTED', 400, 133010],
    ['PENDING', 400, 133010],
    ['BANNED', 403, 131031],
    ['RESTRICTED', 403, 131031],
  ] as const)('from a number that is %s is refused', async (state, status, code) => {
    stage.simulator.registry.addNumber({ ...stage.number, status: state });
    const answer = await stage.send();
    expect({ status: answer.status, code: answer.error.code }).toEqual({ status, code });
  });
});

describe('a message that was accepted', () => {
  it('is sent, delivered and read, each with our reference', async () => {
    await stage.send({ biz_opaque_callback_data: 'abc.1' });
    await stage.simulator.drain();
    const statuses = stage.receiver.statuses();
    expect(statuses.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
    expect(statuses.map((status) => status['biz_opaque_callback_data'])).toEqual(['abc.1', 'abc.1', 'abc.1']);
    expect(statuses[0]).toMatchObject({
      recipient_id: CUSTOMER,
      recipient_user_id: stage.person.bsuid,
      timestamp: expect.stringMatching(/^\d{10}$/) as string,
      pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
    });
  });

  it('has its price in sent and in one of delivered and read, and no conversation since v24', async () => {
    await stage.send();
    await stage.simulator.drain();
    const statuses = stage.receiver.statuses();
    expect(statuses.map((status) => 'pricing' in status)).toEqual([true, true, false]);
    expect(statuses.some((status) => 'conversation' in status)).toBe(false);
  });

  it('has a conversation for an app whose webhooks are older', async () => {
    await stage.simulator.webhooks.subscribe(stage.app.id, { ...stage.receiver.callback, version: 'v23.0' });
    await stage.send();
    await stage.simulator.drain();
    expect(stage.receiver.statuses()[0]).toMatchObject({
      conversation: {
        origin: { type: 'service' },
        expiration_timestamp: expect.stringMatching(/^\d+$/) as string,
      },
    });
  });

  it('can skip delivered, and then read carries the price', async () => {
    stage.simulator.configure({ statuses: { skip: ['delivered'] } });
    await stage.send();
    await stage.simulator.drain();
    expect(stage.receiver.statuses().map((status) => [status['status'], 'pricing' in status])).toEqual([
      ['sent', true],
      ['read', true],
    ]);
  });

  it('can have each status reported twice', async () => {
    stage.simulator.configure({ statuses: { duplicate: 1 } });
    await stage.send();
    await stage.simulator.drain();
    expect(stage.receiver.statuses()).toHaveLength(6);
  });

  it('can have its statuses in another order', async () => {
    stage.simulator.configure({ statuses: { shuffle: true } });
    const orders: string[] = [];
    while (orders.length < 12) {
      stage.receiver.posts.length = 0;
      await stage.send();
      await stage.simulator.drain();
      orders.push(
        stage.receiver
          .statuses()
          .map(({ status }) => status)
          .join(),
      );
    }
    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(orders.every((order) => order.split(',').length === 3)).toBe(true);
  });

  it('stays delivered when the person does not show what was read, until told to', async () => {
    stage.simulator.registry.addPerson({ ...stage.person, reads: 'by-hand' });
    const { body } = await stage.send();
    await stage.simulator.drain();
    expect(stage.receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
    const id = (body['messages'] as { id: string }[])[0]?.id ?? '';
    expect(stage.simulator.customers.readById(id)).toBe(true);
    expect(stage.simulator.customers.readById(outboundWamid(CUSTOMER))).toBe(false);
    await stage.simulator.drain();
    expect(stage.receiver.statuses().at(-1)).toMatchObject({ id, status: 'read' });
  });

  it('fails with 131026 when nobody has that number', async () => {
    expect((await stage.send({ to: '+15550109999' })).status).toBe(200);
    await stage.simulator.drain();
    expect(failures()).toEqual([131026]);
  });

  it('fails with 131026 when the person has blocked the number', async () => {
    stage.person.blocked.push(stage.number.id);
    await stage.send();
    await stage.simulator.drain();
    expect(failures()).toEqual([131026]);
  });

  it('fails with 131047 when 24 hours have passed', async () => {
    stage.simulator.clock.advance(24 * 60 * 60_000);
    await stage.send();
    await stage.simulator.drain();
    expect(failures()).toEqual([131047]);
    expect(stage.receiver.statuses()[0]).toMatchObject({
      errors: [
        {
          code: 131047,
          title: 'Re-engagement message',
          error_data: { details: expect.any(String) as string },
        },
      ],
    });
  });

  it('is refused with 131047 at once where Meta does so', async () => {
    stage.simulator.configure({ serviceWindow: 'sync' });
    stage.simulator.clock.advance(24 * 60 * 60_000);
    const { status, error } = await stage.send();
    expect({ status, code: error.code }).toEqual({ status: 400, code: 131047 });
  });

  it('passes without a window when there is no such rule, or the past is trusted', async () => {
    stage.simulator.registry.addPerson({ waId: '15550108888' });
    stage.simulator.configure({ serviceWindow: 'off' });
    await stage.send({ to: '+15550108888' });
    stage.simulator.configure({ serviceWindow: 'async', trustsThePast: true });
    await stage.send({ to: '+15550108888' });
    await stage.simulator.drain();
    expect(failures()).toEqual([]);
  });
});

describe('limits', () => {
  const codes = async (times: number): Promise<(number | undefined)[]> => {
    const answers = [];
    while (answers.length < times) answers.push(await stage.send());
    return answers.map(({ error }) => error.code);
  };

  it('of a number: too many in a second get 130429', async () => {
    stage.simulator.configure({ messagesPerSecond: 2 });
    expect(await codes(3)).toEqual([undefined, undefined, 130429]);
    stage.simulator.clock.advance(1000);
    expect(await codes(1)).toEqual([undefined]);
  });

  it.each([
    ['STANDARD', 80],
    ['HIGH', 1000],
  ] as const)('of a number with %s throughput are %i a second unless told otherwise', (throughput, rate) => {
    const limits = createLimits({ now: () => 0, advance: () => undefined }, () => DEFAULT_SETTINGS);
    const take = (): void => limits.take({ ...stage.number, throughput }, CUSTOMER);
    Array.from({ length: rate }, () => take());
    expect(take).toThrow('(#130429) Rate limit hit');
  });

  it('of a pair: too many to one person get 131056, others do not mind', async () => {
    stage.simulator.configure({ pairRate: { burst: 2, perMs: 6000 } });
    expect(await codes(3)).toEqual([undefined, undefined, 131056]);
    expect((await stage.send({ to: '+15550108888' })).status).toBe(200);
    stage.simulator.clock.advance(6000);
    expect(await codes(2)).toEqual([undefined, 131056]);
  });
});

describe('marking as read', () => {
  const mark = (change: Record<string, unknown>) => {
    const json = { messaging_product: 'whatsapp', status: 'read', ...change };
    return stage.ask('POST', `/v24.0/${stage.number.id}/messages`, { json });
  };
  const inboundId = (): string => stage.simulator.ledger.inbound.entries[0]?.id ?? '';

  it('is kept, with and without typing', async () => {
    expect((await mark({ message_id: inboundId() })).body).toEqual({ success: true });
    await mark({ message_id: inboundId(), typing_indicator: { type: 'text' } });
    expect(stage.simulator.ledger.readReceipts.entries).toMatchObject([
      { messageId: inboundId(), withTyping: false },
      { messageId: inboundId(), withTyping: true },
    ]);
  });

  it.each<[string, () => Record<string, unknown>, number]>([
    ['another status', () => ({ message_id: inboundId(), status: 'seen' }), 100],
    ['no message', () => ({}), 100],
    ['a message that nobody sent', () => ({ message_id: 'wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQQA=' }), 131009],
    ['an id that is a number', () => ({ message_id: 7 }), 131009],
    ['typing of another kind', () => ({ message_id: inboundId(), typing_indicator: { type: 'audio' } }), 100],
    ['no product', () => ({ message_id: inboundId(), messaging_product: undefined }), 100],
  ])('with %s is refused', async (_what, change, code) => {
    expect((await mark(change())).error.code).toBe(code);
    expect(stage.simulator.ledger.readReceipts.total).toBe(0);
  });

  it('of a message to another number is refused', async () => {
    const other = stage.simulator.registry.addNumber({ wabaId: stage.waba.id });
    const { id } = stage.simulator.customers.write({ phoneNumberId: other.id, from: CUSTOMER, text: 'Hi' });
    expect((await mark({ message_id: id })).error.code).toBe(131009);
  });
});
