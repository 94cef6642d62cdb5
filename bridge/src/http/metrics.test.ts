import { textCommand } from '../../test/adapter-conformance';
import { NOBODY } from '../../test/fake/fake-adapter';
import { CHANNEL_ID, WEBHOOK_KEY } from '../../test/fake/plugin-standin';
import { ACCESS_TOKEN, BUSINESS_ACCOUNT_ID, PHONE_NUMBER_ID } from '../../test/support/fixtures';
import { startRunningBridge, type RunningBridge } from '../../test/support/running-bridge';

const TOKEN = 'metrics-token-of-the-tests';
const SEND = `/v1/channels/${CHANNEL_ID}/messages`;

const ask = (running: RunningBridge, authorization?: string) =>
  fetch(`${running.url}/metrics`, { headers: authorization ? { authorization } : {} });

describe('metrics', () => {
  let running: RunningBridge;
  beforeEach(async () => {
    running = await startRunningBridge({ environment: { WHATSAPP_METRICS_TOKEN: TOKEN } });
  });
  afterEach(() => running.dispose());

  const read = async (): Promise<string> => (await ask(running, `Bearer ${TOKEN}`)).text();

  it.each([
    ['no token', undefined],
    ['another one', 'Bearer something-else-entirely'],
    ['the beginning of it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['it in another scheme', `Basic ${TOKEN}`],
  ])('are refused for %s', async (_what, authorization) => {
    const response = await ask(running, authorization);
    expect([response.status, await response.text()]).toEqual([401, '']);
  });

  it('count webhooks by what Meta was told, and measure what was acknowledged', async () => {
    await running.webhook('{}');
    await running.webhook('{}', { secret: 'wrong' });
    await running.webhook('{}', { key: 'nobody' });
    running.plugin.take((_deliveries, reply) => reply.code(500).send());
    await running.webhook('{"a":1}');
    const text = await read();
    expect(text).toContain('whatsapp_bridge_webhooks_total{outcome="acknowledged",reason="none"} 1');
    expect(text).toContain('whatsapp_bridge_webhooks_total{outcome="refused",reason="signature"} 1');
    expect(text).toContain('whatsapp_bridge_webhooks_total{outcome="refused",reason="unknown-address"} 1');
    expect(text).toContain('whatsapp_bridge_webhooks_total{outcome="refused",reason="not-kept"} 1');
    expect(text).toContain('whatsapp_bridge_acknowledge_seconds_count 1');
  });

  it('count messages and requests to Graph by how they ended, a repeated command once', async () => {
    await running.command(SEND, textCommand());
    await running.command(SEND, textCommand());
    await running.command(SEND, textCommand({ clientRef: 'm2.1', to: { waId: NOBODY } }));
    const text = await read();
    expect(text).toContain('whatsapp_bridge_sends_total{outcome="ok"} 1');
    expect(text).toContain('whatsapp_bridge_sends_total{outcome="rejected"} 1');
    expect(text).toContain('whatsapp_bridge_graph_requests_total{call="message",outcome="ok"} 1');
    expect(text).toContain('whatsapp_bridge_graph_request_seconds_count{call="message"} 2');
    expect(text).toContain('whatsapp_bridge_channels 1');
    expect(text).toContain('whatsapp_bridge_configured 1');
    expect(text).toContain('whatsapp_bridge_webhooks_waiting 0');
    expect(text).toContain('whatsapp_bridge_oldest_webhook_seconds 0');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('name nobody', async () => {
    await running.webhook('{}');
    await running.command(SEND, textCommand());
    const text = await read();
    for (const id of [CHANNEL_ID, WEBHOOK_KEY, PHONE_NUMBER_ID, BUSINESS_ACCOUNT_ID, ACCESS_TOKEN, 'wamid'])
      expect(text).not.toContain(id);
  });
});

describe('metrics without a token in the settings', () => {
  it('are not there', async () => {
    const running = await startRunningBridge();
    const [metrics, nothing] = await Promise.all([
      ask(running, `Bearer ${TOKEN}`),
      fetch(`${running.url}/nothing-here`),
    ]);
    const answers = [metrics.status, await metrics.text(), nothing.status, await nothing.text()];
    await running.dispose();
    expect(answers.slice(0, 2)).toEqual(answers.slice(2));
    expect(answers[0]).toBe(404);
  });
});
