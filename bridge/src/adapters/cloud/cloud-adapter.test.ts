import { describeAdapter, textCommand } from '../../../test/adapter-conformance';
import { startGraphStandin, graphError, type GraphStandin } from '../../../test/fake/graph-standin';
import {
  ACCESS_TOKEN,
  APP_SECRET,
  BUSINESS_ACCOUNT_ID,
  PHONE_NUMBER_ID,
} from '../../../test/support/fixtures';
import type { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { systemClock } from '../../kit/clock';
import { Secret } from '../../kit/secret';
import { createCloudAdapters } from './cloud-adapter';
import { createGraphClient } from './graph-client';
import { openPicture } from '../../../test/support/files-to-send';

const createSubject = (baseUrl: string, deadlineMs?: number) => {
  const graph = createGraphClient({ baseUrl, version: 'v24.0', deadlineMs });
  const adapter = createCloudAdapters({ graph, openFile: openPicture, clock: systemClock })({
    credentials: { accessToken: new Secret(ACCESS_TOKEN), appSecret: new Secret(APP_SECRET) },
    phoneNumberId: PHONE_NUMBER_ID,
    businessAccountId: BUSINESS_ACCOUNT_ID,
  });
  return { graph, adapter };
};

describeAdapter('cloud', async () => {
  const standin = await startGraphStandin();
  const { graph, adapter } = createSubject(standin.url);
  return {
    adapter,
    async dispose() {
      graph.close();
      await standin.close();
    },
  };
});

describe('cloud adapter sends', () => {
  let standin: GraphStandin;
  let subject: ReturnType<typeof createSubject>;
  const path = `${PHONE_NUMBER_ID}/messages`;

  beforeEach(async () => {
    standin = await startGraphStandin();
    subject = createSubject(standin.url);
  });
  afterEach(async () => {
    subject.graph.close();
    await standin.close();
  });

  const failure = async (adapter = subject.adapter): Promise<WhatsAppError> =>
    (await adapter.send(textCommand()).catch((error: unknown) => error)) as WhatsAppError;

  it('the exact body that Meta documents', async () => {
    await subject.adapter.send(textCommand({ quotedMessageId: 'wamid.Q' }));
    expect(standin.taken).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '+15550100123',
        type: 'text',
        text: { body: 'Good morning' },
        context: { message_id: 'wamid.Q' },
        biz_opaque_callback_data: 'm1.1',
      },
    ]);
  });

  it('to a user id when there is no number', async () => {
    await subject.adapter.send(textCommand({ to: { bsuid: 'US.13491208655302741918' } }));
    expect(standin.taken[0]).toMatchObject({ recipient: 'US.13491208655302741918' });
    expect(standin.taken[0]).not.toHaveProperty('to');
  });

  it('to the number when both are known', async () => {
    await subject.adapter.send(textCommand({ to: { waId: '15550100123', bsuid: 'US.1' } }));
    expect(standin.taken[0]).not.toHaveProperty('recipient');
  });

  it.each([
    [{ lid: '12345@lid' }, 'unsupported'],
    [{ waId: 'abc' }, 'invalid'],
  ])('nothing to %p, which is %s', async (to, kind) => {
    await expect(subject.adapter.send(textCommand({ to }))).rejects.toMatchObject({ kind });
    expect(standin.asked).toEqual([]);
  });

  it('and learns how WhatsApp itself names the recipient', async () => {
    standin.answer(path, () => ({
      contacts: [{ input: '+5511', wa_id: 551155550101, user_id: 'BR.9' }],
      messages: [{ id: 'wamid.X', message_status: 'held_for_quality_assessment' }],
    }));
    await expect(subject.adapter.send(textCommand())).resolves.toEqual({
      messageId: 'wamid.X',
      recipient: { waId: '551155550101', bsuid: 'BR.9' },
      held: true,
    });
  });

  it.each([
    ['no message', { messages: [] }],
    ['no id', { messages: [{}] }],
    ['nothing known', { success: true }],
  ])('and does not know the outcome when the answer has %s', async (_what, body) => {
    standin.answer(path, () => body);
    expect((await failure()).kind).toBe('unknown-outcome');
  });

  it.each([
    [
      'a page in HTML',
      (reply: { type(t: string): { send(b: string): unknown } }) => reply.type('text/html').send('<p>'),
    ],
    [
      'an empty body',
      (reply: { type(t: string): { send(b: string): unknown } }) => reply.type('application/json').send(''),
    ],
    [
      'half a JSON',
      (reply: { type(t: string): { send(b: string): unknown } }) =>
        reply.type('application/json').send('{"me'),
    ],
  ])('and does not know the outcome when a 200 brings %s', async (_what, send) => {
    standin.answer(path, (_request, reply) => send(reply));
    expect((await failure()).kind).toBe('unknown-outcome');
  });

  it('once, whatever happens', async () => {
    standin.answer(path, (_request, reply) =>
      reply.code(503).send(graphError(131016, 'Service unavailable')),
    );
    await failure();
    expect(standin.asked).toEqual([`POST ${path}`]);
  });

  it('follows no redirect, which would take the token along', async () => {
    standin.answer(path, (_request, reply) => reply.redirect('/v24.0/elsewhere', 307));
    expect((await failure()).kind).toBe('rejected');
    expect(standin.asked).toHaveLength(1);
  });

  it('and gives up at the deadline, not knowing the outcome', async () => {
    standin.answer(path, () => new Promise(() => undefined));
    const hasty = createSubject(standin.url, 150);
    const error = await failure(hasty.adapter);
    hasty.graph.close();
    expect(error).toMatchObject({ kind: 'unknown-outcome', status: 504 });
  });

  it('and knows that nothing was sent when nobody listens', async () => {
    const nobody = createSubject('http://127.0.0.1:1');
    expect(await failure(nobody.adapter)).toMatchObject({
      kind: 'unreachable',
      upstreamCode: 'ECONNREFUSED',
    });
  });

  it('and knows that nothing was sent when the name is unknown', async () => {
    const nowhere = createSubject('http://graph.invalid');
    expect((await failure(nowhere.adapter)).kind).toBe('unreachable');
  });

  it('and knows that nothing was sent when the other side speaks no TLS', async () => {
    const plain = createSubject(standin.url.replace('http:', 'https:'));
    expect((await failure(plain.adapter)).kind).toBe('unreachable');
    expect(standin.taken).toEqual([]);
  });

  it('and lets neither token nor secret out with an error', async () => {
    standin.answer(path, (_request, reply) =>
      reply
        .code(400)
        .send(graphError(424242, `Malformed access token ${ACCESS_TOKEN}, secret ${APP_SECRET}`)),
    );
    const error = await failure();
    const everything = JSON.stringify([
      error,
      error.toReport(),
      error.message,
      error.stack,
      String(error.cause),
    ]);
    expect(everything).toContain('[secret]');
    expect(everything).not.toContain(ACCESS_TOKEN);
    expect(everything).not.toContain(APP_SECRET);
  });
});
