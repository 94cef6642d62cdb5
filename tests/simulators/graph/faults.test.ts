import { setStage } from './testing/stage';
import type { Stage } from './testing/stage';
import { until } from './testing/until';
import { createFaults } from './faults';
import { seededRandom } from './kit/random';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

const sendWithin = async (ms: number): Promise<string> => {
  const options = {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.token.value}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(ms),
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      to: '+15550107777',
      type: 'text',
      text: { body: 'Hi' },
      biz_opaque_callback_data: 'abc.1',
    }),
  };
  return fetch(`${stage.simulator.url}/v24.0/${stage.number.id}/messages`, options).then(
    (response) => `HTTP ${response.status}`,
    (error: Error) => (error.cause as { code?: string } | undefined)?.code ?? error.name,
  );
};
const reported = (): unknown[] => stage.receiver.statuses().map(({ status }) => status);

describe('after the message was accepted', () => {
  it('the connection breaks, and the statuses come all the same', async () => {
    stage.simulator.faults.add({ kind: 'reset' });
    expect(await sendWithin(2000)).toBe('ECONNRESET');
    await stage.simulator.drain();
    expect(stage.simulator.ledger.byReference('abc.1')).toMatchObject([{ wasAnswered: false }]);
    expect(reported()).toEqual(['sent', 'delivered', 'read']);
    expect(await sendWithin(2000)).toBe('HTTP 200');
  });

  it('no answer comes, and the statuses come all the same', async () => {
    stage.simulator.faults.add({ kind: 'silence' });
    expect(await sendWithin(300)).toBe('TimeoutError');
    await until('the message was accepted', () => stage.simulator.ledger.countOf('abc.1') === 1);
    await stage.simulator.drain();
    expect(reported()).toEqual(['sent', 'delivered', 'read']);
  });

  it('a page of a proxy comes instead of the answer', async () => {
    stage.simulator.faults.add({ kind: 'html', status: 502, moment: 'after' });
    const { status, text } = await stage.send();
    expect({ status, isPage: text.startsWith('<!DOCTYPE html>') }).toEqual({ status: 502, isPage: true });
    expect(stage.simulator.ledger.accepted.entries.at(-1)).toMatchObject({ wasAnswered: false });
  });

  it('it fails later, with any code', async () => {
    stage.simulator.faults.add({ kind: 'fail-later', code: 131049 });
    expect((await stage.send()).status).toBe(200);
    await stage.simulator.drain();
    expect(stage.receiver.statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131049 }] }]);
  });
});

describe('before anything was accepted', () => {
  it.each(['reset', 'silence'] as const)('%s leaves nothing behind', async (kind) => {
    stage.simulator.faults.add({ kind, moment: 'before' });
    expect(await sendWithin(100)).not.toContain('HTTP');
    expect(stage.simulator.ledger.accepted.total).toBe(0);
    expect(stage.simulator.requests.entries.at(-1)).toMatchObject({ status: null });
  });

  it('a page of a proxy comes, of any status', async () => {
    stage.simulator.faults.add({ kind: 'html', status: 503 });
    expect((await stage.send()).status).toBe(503);
    expect(stage.simulator.ledger.accepted.total).toBe(0);
  });

  it('too many requests are told without JSON', async () => {
    stage.simulator.faults.add({ kind: 'too-many', retryAfterSeconds: 7 });
    const { status, text, headers } = await stage.send();
    expect({ status, text, after: headers.get('retry-after') }).toEqual({
      status: 429,
      text: '',
      after: '7',
    });
  });

  it.each([
    [0, 401],
    [4, 400],
    [130429, 400],
    [131000, 500],
    [131016, 500],
    [131031, 403],
    [131057, 500],
    [133004, 503],
    [80007, 400],
    [424242, 400],
  ])('a refusal with %i comes with HTTP %i', async (code, status) => {
    stage.simulator.faults.add({ kind: 'refuse', code });
    const answer = await stage.send();
    expect({ status: answer.status, code: answer.error.code }).toEqual({ status, code });
    expect(stage.simulator.ledger.accepted.total).toBe(0);
  });

  it('a refusal may bring its own status, subcode and words', async () => {
    stage.simulator.faults.add({
      kind: 'refuse',
      code: 100,
      status: 418,
      subcode: 2494010,
      message: 'No',
      details: 'Because',
    });
    const { status, error } = await stage.send();
    expect(status).toBe(418);
    expect(error).toMatchObject({
      message: '(#100) No',
      error_subcode: 2494010,
      error_data: { details: 'Because' },
    });
  });

  it('it can be slow, and go wrong as well', async () => {
    stage.simulator.faults.add({ kind: 'latency', ms: 60 });
    stage.simulator.faults.add({ kind: 'refuse', code: 131016 });
    const startedAt = Date.now();
    const { status } = await stage.send();
    expect(status).toBe(500);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(55);
  });
});

describe('a fault', () => {
  it('strikes once, unless told how often', async () => {
    stage.simulator.faults.add({ kind: 'refuse', code: 131016 });
    stage.simulator.faults.add({ kind: 'refuse', code: 130429, times: 2 });
    const codes = [];
    while (codes.length < 4) codes.push((await stage.send()).error.code);
    expect(codes).toEqual([131016, 130429, 130429, undefined]);
    expect(stage.simulator.faults.active).toEqual([]);
  });

  it('strikes one number only, and no other call', async () => {
    stage.simulator.faults.add({ kind: 'refuse', code: 131016, objectId: '123456789' });
    expect((await stage.send()).status).toBe(200);
    stage.simulator.faults.add({ kind: 'refuse', code: 131016, objectId: stage.number.id });
    expect((await stage.ask('GET', `/v24.0/${stage.number.id}`)).status).toBe(200);
    expect((await stage.send()).status).toBe(500);
  });

  it('strikes any call that it is told to', async () => {
    stage.simulator.faults.add({ kind: 'html', edge: 'debug_token' });
    stage.simulator.faults.add({ kind: 'refuse', code: 2, edge: '*', times: 2 });
    const path = `/v24.0/debug_token?input_token=${stage.token.value}`;
    const statuses = [];
    while (statuses.length < 4) statuses.push((await stage.ask('GET', path)).status);
    expect(statuses.sort()).toEqual([200, 502, 503, 503]);
  });

  it('can be taken away', async () => {
    const id = stage.simulator.faults.add({ kind: 'refuse', code: 131016, times: 9 });
    stage.simulator.faults.remove(id);
    stage.simulator.faults.add({ kind: 'refuse', code: 131016, times: 9 });
    stage.simulator.faults.clear();
    expect((await stage.send()).status).toBe(200);
  });

  it('strikes by chance, the same way with the same seed', () => {
    const strikes = (seed: number): boolean[] => {
      const faults = createFaults(seededRandom(seed));
      faults.add({ kind: 'reset', probability: 0.3 });
      return Array.from(
        { length: 200 },
        () => faults.strike({ objectId: '1', edge: 'messages' }).harm !== null,
      );
    };
    expect(strikes(7)).toEqual(strikes(7));
    const count = strikes(7).filter(Boolean).length;
    expect(count).toBeGreaterThan(35);
    expect(count).toBeLessThan(85);
  });
});

describe('the ledger', () => {
  it('tells how often a reference was accepted', async () => {
    await stage.send({ biz_opaque_callback_data: 'once.1' });
    await stage.send({ biz_opaque_callback_data: 'twice.1' });
    await stage.send({ biz_opaque_callback_data: 'twice.1' });
    await stage.send({ biz_opaque_callback_data: 'refused.1', text: { body: '' } });
    const { ledger } = stage.simulator;
    expect(['once.1', 'twice.1', 'refused.1'].map((reference) => ledger.countOf(reference))).toEqual([
      1, 2, 0,
    ]);
    expect(ledger.doubled()).toEqual([{ reference: 'twice.1', count: 2 }]);
  });

  it('knows every message with its statuses', async () => {
    const { body } = await stage.send({ biz_opaque_callback_data: 'abc.1' });
    await stage.simulator.drain();
    const id = (body['messages'] as { id: string }[])[0]?.id ?? '';
    expect(stage.simulator.ledger.acceptedById(id)).toMatchObject({
      phoneNumberId: stage.number.id,
      to: '15550107777',
      type: 'text',
      text: 'Good morning',
      reference: 'abc.1',
      wasAnswered: true,
      statuses: [{ status: 'sent' }, { status: 'delivered' }, { status: 'read' }],
    });
  });

  it('keeps every request with its body', async () => {
    await stage.send();
    expect(stage.simulator.requests.entries.at(-1)).toMatchObject({
      method: 'POST',
      path: `/v24.0/${stage.number.id}/messages`,
      tokenId: stage.token.id,
      status: 200,
      body: { to: '+15550107777', text: { body: 'Good morning' } },
    });
  });

  it('says who has acknowledged a message of a customer', async () => {
    stage.receiver.answerWith(() => 500);
    const inbound = stage.simulator.customers.write({
      phoneNumberId: stage.number.id,
      from: '15550107777',
      text: 'Hi',
    });
    await until('it was refused', () => stage.receiver.posts.length > 0);
    expect(inbound.acknowledgements).toBe(0);
    stage.receiver.answerWith(() => 200);
    await stage.simulator.drain();
    expect(stage.simulator.ledger.inboundById(inbound.id)?.acknowledgements).toBe(1);
  });
});
