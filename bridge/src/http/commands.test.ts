import { SIGNATURE_HEADER, SIGNATURE_MAX_AGE_MS } from '../../../src/plugins/whatsapp/contracts/signature';
import { BridgeFailure, ParsedChanges, SendReceipt } from '../../../src/plugins/whatsapp/contracts/bridge';
import { CheckReport } from '../../../src/plugins/whatsapp/contracts/channel';
import { textCommand } from '../../test/adapter-conformance';
import { NOBODY, SILENT } from '../../test/fake/fake-adapter';
import { graphError } from '../../test/fake/graph-standin';
import { CHANNEL_ID, sampleConfiguration } from '../../test/fake/plugin-standin';
import { eventually } from '../../test/support/eventually';
import {
  ACCESS_TOKEN,
  APP_SECRET,
  BUSINESS_ACCOUNT_ID,
  messagesValue,
  PHONE_NUMBER_ID,
  textMessage,
  webhookBody,
} from '../../test/support/fixtures';
import { parse, RECEIVED_AT } from '../../test/support/parsed-webhook';
import { pluginSignature, startRunningBridge, type RunningBridge } from '../../test/support/running-bridge';

const SEND = `/v1/channels/${CHANNEL_ID}/messages`;

describe('commands', () => {
  let running: RunningBridge;
  beforeEach(async () => {
    running = await startRunningBridge();
  });
  afterEach(() => running.dispose());

  const failureOf = async (response: Response) => BridgeFailure.parse(await response.json()).error;

  describe.each(['/v1/refresh', '/v1/check', '/v1/parse', SEND])('%s', (path) => {
    const text = JSON.stringify(textCommand());

    it.each<[string, () => Record<string, string>]>([
      ['without a signature', () => ({})],
      ['with rubbish for one', () => ({ [SIGNATURE_HEADER]: 'rubbish' })],
      ['signed for another path', () => ({ [SIGNATURE_HEADER]: pluginSignature('/v1/elsewhere', text) })],
      ['signed for another body', () => ({ [SIGNATURE_HEADER]: pluginSignature(path, '{}') })],
      [
        'signed with another secret',
        () => ({ [SIGNATURE_HEADER]: pluginSignature(path, text, { secret: 'other' }) }),
      ],
      [
        'signed too long ago',
        () => ({
          [SIGNATURE_HEADER]: pluginSignature(path, text, { at: Date.now() - SIGNATURE_MAX_AGE_MS - 5_000 }),
        }),
      ],
    ])('is refused with 401 %s', async (_what, headers) => {
      const response = await running.command(path, text, { headers: headers() });
      expect(response.status).toBe(401);
      expect((await failureOf(response)).message).toMatch(/signature/);
      expect(running.graph.asked).toEqual([]);
    });
  });

  it('reads again what was kept of a webhook', async () => {
    const kept = (raw: string) => ({
      kind: 'cloud',
      raw,
      businessAccountId: BUSINESS_ACCOUNT_ID,
      appFingerprint: 'app-1',
      receivedAt: RECEIVED_AT,
    });
    const body = webhookBody(messagesValue([textMessage('wamid.again')])).toString('utf8');
    const response = await running.command('/v1/parse', kept(body));
    expect(response.status).toBe(200);
    expect(ParsedChanges.parse(await response.json()).changes).toEqual(parse(body));

    const large = await running.command('/v1/parse', kept(`["${'"'.repeat(3_000_000)}`));
    expect(ParsedChanges.parse(await large.json()).changes).toMatchObject([
      { problem: 'The body is not JSON' },
    ]);
  });

  it('sends and gives a receipt', async () => {
    const response = await running.command(SEND, textCommand());
    expect(response.status).toBe(200);
    expect(SendReceipt.parse(await response.json())).toMatchObject({ messageId: 'wamid.1' });
    expect(running.graph.taken).toMatchObject([{ biz_opaque_callback_data: 'm1.1' }]);
  });

  it('sends once when the same command comes twice, at once or later', async () => {
    const both = await Promise.all([
      running.command(SEND, textCommand()),
      running.command(SEND, textCommand()),
    ]);
    const third = await running.command(SEND, textCommand());
    const ids = await Promise.all(
      [...both, third].map(async (response) => SendReceipt.parse(await response.json()).messageId),
    );
    expect(new Set(ids).size).toBe(1);
    expect(running.graph.taken).toHaveLength(1);
  });

  it('never sends again what may have been sent', async () => {
    const lost = textCommand({ to: { waId: SILENT } });
    expect((await running.command(SEND, lost)).status).toBe(504);
    expect((await running.command(SEND, lost)).status).toBe(504);
    expect(running.graph.taken).toHaveLength(1);
  });

  it('tries again what was certainly not sent', async () => {
    running.graph.answer(`${PHONE_NUMBER_ID}/messages`, (_request, reply) =>
      reply.code(400).send(graphError(131056, 'Pair rate limit')),
    );
    const throttled = await running.command(SEND, textCommand());
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('1');
    running.graph.answer(`${PHONE_NUMBER_ID}/messages`, () => ({ messages: [{ id: 'wamid.second' }] }));
    const sent = async () => (await running.command(SEND, textCommand())).ok;
    await eventually(sent, { what: 'the end of the wait' });
    expect(await (await running.command(SEND, textCommand())).json()).toMatchObject({
      messageId: 'wamid.second',
    });
  });

  it('answers a refusal with its kind, code, reason and remedy', async () => {
    const response = await running.command(SEND, textCommand({ to: { waId: NOBODY } }));
    expect(response.status).toBe(422);
    expect(await failureOf(response)).toMatchObject({ kind: 'rejected', upstreamCode: '131026' });
  });

  it.each<[string, unknown, string]>([
    ['no JSON', 'hello', ''],
    ['an empty body', '', ''],
    ['an empty text', textCommand({ content: { type: 'text', body: ' ' } }), 'content.body'],
    ['a text too long', textCommand({ content: { type: 'text', body: 'x'.repeat(4_097) } }), 'content.body'],
    ['no address', { ...textCommand(), to: {} }, 'to'],
    ['no reference', { ...textCommand(), clientRef: '' }, 'clientRef'],
  ])('refuses %s with 400 and the field', async (_what, body, path) => {
    const response = await running.command(SEND, body);
    const failure = await failureOf(response);
    expect([response.status, failure.kind]).toEqual([400, 'invalid']);
    expect(failure.fields?.[0]?.path ?? '').toBe(path);
    expect(running.graph.asked).toEqual([]);
  });

  it('refuses a body that no command needs with 413', async () => {
    const response = await running.command(SEND, 'x'.repeat(300_000));
    expect([response.status, (await failureOf(response)).kind]).toEqual([413, 'invalid']);
  });

  it('asks the plugin once for a channel that it does not know, then says that there is none', async () => {
    const before = running.plugin.pulls();
    const response = await running.command('/v1/channels/nobody/messages', textCommand());
    expect([response.status, (await failureOf(response)).kind]).toEqual([404, 'not-found']);
    expect(running.plugin.pulls()).toBe(before + 1);
  });

  it('knows at once a channel that was saved a moment ago', async () => {
    const { webhooks, channels } = sampleConfiguration();
    running.plugin.configure(() => ({
      webhooks,
      channels: channels.map((channel) => ({ ...channel, channelId: 'new' })),
    }));
    expect((await running.command('/v1/channels/new/messages', textCommand())).status).toBe(200);
  });

  it('has the new configuration when a refresh is answered', async () => {
    running.plugin.configure(() => ({ webhooks: [], channels: [] }));
    expect((await running.command('/v1/refresh', '')).status).toBe(200);
    expect((await running.webhook('{}')).status).toBe(404);
  });

  it('answers a refresh with 503 when the plugin cannot be asked', async () => {
    running.plugin.configure((reply) => reply.code(500).send());
    const response = await running.command('/v1/refresh', '');
    expect([response.status, (await failureOf(response)).kind]).toEqual([503, 'unreachable']);
  });

  const credentials = {
    accessToken: ACCESS_TOKEN,
    phoneNumberId: PHONE_NUMBER_ID,
    businessAccountId: BUSINESS_ACCOUNT_ID,
    appSecret: APP_SECRET,
  };

  it('checks credentials that belong to no channel', async () => {
    const response = await running.command('/v1/check', { kind: 'cloud', credentials });
    const { checks } = CheckReport.parse(await response.json());
    expect(checks.map(({ result }) => result)).toEqual(Array.from({ length: 6 }, () => 'passed'));
  });

  it('names the wrong field of credentials, and not its value', async () => {
    const response = await running.command('/v1/check', {
      kind: 'cloud',
      credentials: { ...credentials, appSecret: 'short-secret' },
    });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toContain('credentials.appSecret');
    expect(text).not.toContain('short-secret');
  });

  it('says nothing of what is not there', async () => {
    const response = await fetch(`${running.url}/admin`);
    expect([response.status, (await failureOf(response)).kind]).toEqual([404, 'not-found']);
  });

  it('leaves no secret, text or number in the log', async () => {
    await running.command(SEND, textCommand({ to: { waId: NOBODY } }));
    await running.command('/v1/check', {
      kind: 'cloud',
      credentials: { ...credentials, accessToken: 'EAAanotherwrongtoken123' },
    });
    expect(running.log()).toContain('131026');
    expect(running.log()).not.toMatch(
      new RegExp(`${ACCESS_TOKEN}|${APP_SECRET}|EAAanother|Good morning|${NOBODY}`),
    );
  });
});
