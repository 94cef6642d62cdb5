import { setMaxListeners } from 'node:events';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { textCommand } from '../../test/adapter-conformance';
import { ManualClock } from '../../test/support/manual-clock';
import { createPacing, type Subject } from './pacing';

const SUBJECT: Subject = { phoneNumberId: 'n1', businessAccountId: 'w1', app: 'a1', throughput: 'STANDARD' };
const toPerson = (n: number) => textCommand({ to: { waId: `1555010${1000 + n}` } });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('pacing', () => {
  let clock: ManualClock;
  let pacing: ReturnType<typeof createPacing>;
  let stopping: AbortController;
  let left: number[];

  beforeEach(() => {
    clock = new ManualClock();
    pacing = createPacing(clock);
    stopping = new AbortController();
    setMaxListeners(0, stopping.signal);
    left = [];
  });

  /** What became of a send: `sent`, or the error's kind, scope and wait. */
  const send = async (n: number, subject = SUBJECT, refusal?: WhatsAppError): Promise<unknown> => {
    try {
      await pacing.paced(subject, toPerson(n), {
        signal: stopping.signal,
        async send() {
          left.push(clock.now());
          await (refusal ? Promise.reject(refusal) : undefined);
        },
      });
      return 'sent';
    } catch (error) {
      const { kind, scope, retryAfterMs } = error as WhatsAppError;
      return { kind, scope, retryAfterMs };
    }
  };
  const refusedWith = (upstreamCode: string, retryAfterMs = 2_000) =>
    new WhatsAppError('throttled', 'Too fast', { upstreamCode, retryAfterMs });

  it('lets 80 a second leave of one number, evenly, and gives the rest back with its time', async () => {
    const outcomes = Array.from({ length: 200 }, (_, n) => send(n));
    await turn();
    expect(left).toHaveLength(8);
    for (let ms = 0; ms < 1_000; ms += 1) {
      clock.advance(1);
      await turn();
    }
    expect(left).toHaveLength(88);
    const results = await Promise.all(outcomes);
    expect(results.filter((result) => result === 'sent')).toHaveLength(88);
    expect(results.at(-1)).toEqual({ kind: 'throttled', scope: 'channel', retryAfterMs: 1_013 });
  });

  it('holds up no other number', async () => {
    const busy = Array.from({ length: 100 }, (_, n) => send(n));
    expect(await send(0, { ...SUBJECT, phoneNumberId: 'n2' })).toBe('sent');
    stopping.abort();
    await Promise.all(busy);
  });

  it('lets 45 go to one person at once, then one in six seconds; the others of the number go on', async () => {
    for (let n = 0; n < 45; n += 1) {
      expect(await send(1)).toBe('sent');
      clock.advance(100);
    }
    expect(await send(1)).toEqual({ kind: 'throttled', scope: 'chat', retryAfterMs: 1_500 });
    expect(await send(2)).toBe('sent');
    clock.advance(1_500);
    expect(await send(1)).toBe('sent');
    expect(await send(1)).toEqual({ kind: 'throttled', scope: 'chat', retryAfterMs: 6_000 });
  });

  it('backs off 4^n seconds from a pair that Meta refused, until it takes something again', async () => {
    for (const waitMs of [1_000, 4_000, 16_000]) {
      expect(await send(1, SUBJECT, refusedWith('131056'))).toEqual({
        kind: 'throttled',
        scope: 'chat',
        retryAfterMs: waitMs,
      });
      clock.advance(waitMs - 1);
      expect(await send(1)).toEqual({ kind: 'throttled', scope: 'chat', retryAfterMs: 1 });
      clock.advance(1);
    }
    expect(await send(1)).toBe('sent');
    expect(await send(1, SUBJECT, refusedWith('131056'))).toMatchObject({ retryAfterMs: 1_000 });
    expect(left).toHaveLength(5);
  });

  it.each([
    ['130429', { phoneNumberId: 'n1', businessAccountId: 'w1', app: 'a1' }],
    ['131057', { phoneNumberId: 'n1', businessAccountId: 'w1', app: 'a1' }],
    ['80007', { phoneNumberId: 'n2', businessAccountId: 'w1', app: 'a1' }],
    ['4', { phoneNumberId: 'n2', businessAccountId: 'w2', app: 'a1' }],
  ])('after %s nothing leaves of %j before its time', async (code, subject) => {
    await send(1, SUBJECT, refusedWith(code));
    expect(await send(2, subject)).toEqual({ kind: 'throttled', scope: 'channel', retryAfterMs: 2_000 });
    expect(left).toHaveLength(1);
    clock.advance(2_000);
    expect(await send(2, subject)).toBe('sent');
  });

  it.each([
    ['130429', { phoneNumberId: 'n2', businessAccountId: 'w1', app: 'a1' }],
    ['80007', { phoneNumberId: 'n2', businessAccountId: 'w2', app: 'a1' }],
    ['4', { phoneNumberId: 'n2', businessAccountId: 'w2', app: 'a2' }],
  ])('after %s others go on: %j', async (code, subject) => {
    await send(1, SUBJECT, refusedWith(code));
    expect(await send(2, subject)).toBe('sent');
  });

  it('stops what waits already when Meta refuses', async () => {
    const waiting = Array.from({ length: 9 }, (_, n) =>
      send(n, SUBJECT, n === 0 ? refusedWith('130429') : undefined),
    );
    await turn();
    clock.advance(13);
    expect((await Promise.all(waiting)).at(-1)).toMatchObject({ kind: 'throttled', scope: 'channel' });
    expect(left).toHaveLength(8);
  });

  it('sends nothing of what still waits when the channel is let go, and says so', async () => {
    const outcomes = Array.from({ length: 9 }, (_, n) => send(n));
    await turn();
    stopping.abort();
    expect((await Promise.all(outcomes)).at(-1)).toMatchObject({ kind: 'unreachable' });
    expect(left).toHaveLength(8);
  });

  it('passes on every other failure as it is', async () => {
    const refusal = new WhatsAppError('rejected', 'No', { upstreamCode: '131026' });
    expect(await send(1, SUBJECT, refusal)).toMatchObject({ kind: 'rejected' });
    expect(await send(1)).toBe('sent');
  });

  it('asks 200 questions about an account at once, and 5,000 an hour', async () => {
    const ask = () => pacing.askPaced(SUBJECT, async () => 'told').catch(({ kind }: WhatsAppError) => kind);
    const answers = await Promise.all(Array.from({ length: 201 }, ask));
    expect(answers.filter((answer) => answer === 'told')).toHaveLength(200);
    expect(answers.at(-1)).toBe('throttled');
    clock.advance(720);
    expect([await ask(), await ask()]).toEqual(['told', 'throttled']);
  });

  it('asks nothing more while Meta refuses questions', async () => {
    const refuse = () => Promise.reject(refusedWith('80008', 60_000));
    await expect(pacing.askPaced(SUBJECT, refuse)).rejects.toMatchObject({ upstreamCode: '80008' });
    await expect(pacing.askPaced(SUBJECT, async () => 'told')).rejects.toMatchObject({
      retryAfterMs: 60_000,
    });
    expect(await send(1)).toBe('sent');
  });
});
