import { commitAll } from '../../test/fake/plugin-standin';
import { ManualClock } from '../../test/support/manual-clock';
import { eventually } from '../../test/support/eventually';
import { startRunningBridge, type RunningBridge } from '../../test/support/running-bridge';

describe('health', () => {
  let running: RunningBridge;
  const clock = new ManualClock(Date.now());
  beforeEach(async () => {
    running = await startRunningBridge({ clock });
  });
  afterEach(() => running.dispose());

  const readiness = async () => {
    clock.advance(1_000);
    const response = await fetch(`${running.url}/readyz`);
    return { status: response.status, body: (await response.json()) as { ok: boolean; reasons: string[] } };
  };

  it('is alive and ready when all is well', async () => {
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    expect(await readiness()).toEqual({ status: 200, body: { ok: true, reasons: [] } });
  });

  it('is alive and not ready when the plugin is ill, and ready again when it recovers', async () => {
    running.plugin.setHealthy(false);
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { reasons: [expect.stringMatching(/plugin/)] },
    });
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    running.plugin.setHealthy(true);
    expect((await readiness()).status).toBe(200);
  });

  it('is not ready after a failed delivery, until one goes well', async () => {
    running.plugin.take((_deliveries, reply) => reply.code(500).send());
    await running.webhook('{}');
    expect(await readiness()).toMatchObject({
      status: 503,
      body: { reasons: [expect.stringMatching(/webhook/)] },
    });
    running.plugin.take(commitAll);
    await running.webhook('{}');
    expect((await readiness()).status).toBe(200);
  });

  it('does not stay out for ever for a failure that nothing has renewed', async () => {
    running.plugin.take((_deliveries, reply) => reply.code(500).send());
    await running.webhook('{}');
    expect((await readiness()).status).toBe(503);
    clock.advance(119_000);
    expect((await readiness()).status).toBe(200);
  });
});

describe('readiness before the first configuration', () => {
  it('says what is missing', async () => {
    const running = await startRunningBridge({ configure: (reply) => reply.code(503).send() });
    const response = await eventually(async () => fetch(`${running.url}/readyz`));
    const body = (await response.json()) as { reasons: string[] };
    await running.dispose();
    expect([response.status, body.reasons]).toEqual([503, ['The configuration is not loaded']]);
  });
});
