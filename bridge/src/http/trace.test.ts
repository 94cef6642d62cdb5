import { traceIdOf } from '../../../src/plugins/whatsapp/contracts/trace';
import { textCommand } from '../../test/adapter-conformance';
import { CHANNEL_ID } from '../../test/fake/plugin-standin';
import {
  metaSignature,
  pluginSignature,
  startRunningBridge,
  type RunningBridge,
} from '../../test/support/running-bridge';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const SEND = `/v1/channels/${CHANNEL_ID}/messages`;

describe('traces', () => {
  let running: RunningBridge;
  beforeEach(async () => {
    running = await startRunningBridge();
  });
  afterEach(() => running.dispose());

  const webhook = (traceparent: string | undefined, body = '{}') =>
    running.webhook(body, {
      headers: { 'x-hub-signature-256': metaSignature(body), ...(traceparent ? { traceparent } : {}) },
    });
  const delivered = () => running.plugin.batches.flat().map(({ traceparent }) => traceIdOf(traceparent));
  const linesOf = (trace: string) =>
    running
      .log()
      .split('\n')
      .filter((line) => line.includes(trace))
      .map((line) => (JSON.parse(line) as { msg: string }).msg);

  it('go on from a webhook to the plugin, and are in every line about it', async () => {
    await webhook(TRACEPARENT);
    expect(delivered()).toEqual([TRACE]);
    expect(linesOf(TRACE)).toEqual(expect.arrayContaining(['A webhook was taken in', 'Answered']));
  });

  it('begin with each webhook that brings none, or something else', async () => {
    await webhook(undefined, '{"n":1}');
    await webhook('rubbish', '{"n":2}');
    const [first, second] = delivered();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toMatch(/^[0-9a-f]{32}$/);
    expect(first).not.toBe(second);
    expect(running.log()).not.toContain('rubbish');
  });

  it('come with a command and are in the lines about it, also when it fails', async () => {
    const body = JSON.stringify(textCommand());
    const headers = {
      'x-whatsapp-bridge-signature': pluginSignature(SEND, body),
      traceparent: TRACEPARENT,
    };
    await running.command(SEND, body, { headers });
    expect(linesOf(TRACE)).toEqual(expect.arrayContaining(['A message was sent', 'Answered']));

    const other = TRACE.replace('4', '5');
    const elsewhere = '/v1/channels/nobody/messages';
    await running.command(elsewhere, body, {
      headers: {
        'x-whatsapp-bridge-signature': pluginSignature(elsewhere, body),
        traceparent: TRACEPARENT.replace(TRACE, other),
      },
    });
    expect(linesOf(other)).toEqual(expect.arrayContaining(['A request failed', 'Answered']));
  });
});
