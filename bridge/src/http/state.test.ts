import { BridgeState } from '../../../src/plugins/whatsapp/contracts/bridge';
import { commitAll } from '../../test/fake/plugin-standin';
import { eventually } from '../../test/support/eventually';
import { ManualClock } from '../../test/support/manual-clock';
import { pluginSignature, startRunningBridge, type RunningBridge } from '../../test/support/running-bridge';

const PATH = '/v1/state';

describe('the state that the plugin asks for', () => {
  let running: RunningBridge;
  let clock: ManualClock;
  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    running = await startRunningBridge({ clock });
  });
  afterEach(() => running.dispose());

  const ask = (headers: Record<string, string>) => fetch(`${running.url}${PATH}`, { headers });
  const state = async (): Promise<BridgeState> => {
    const signature = pluginSignature(PATH, '', { method: 'GET', at: clock.now() });
    return BridgeState.parse(await (await ask({ 'x-whatsapp-bridge-signature': signature })).json());
  };
  const fail = (): void => running.plugin.take((_deliveries, reply) => reply.code(500).send());

  it('is told to the plugin only', async () => {
    expect((await ask({})).status).toBe(401);
    expect(await state()).toEqual({ isReady: true, isOpen: true, depth: 0, oldestSeconds: 0 });
  });

  it('says how many webhooks are neither kept nor refused, and since when', async () => {
    let land = (): void => undefined;
    running.plugin.take((batch, reply) =>
      new Promise<void>((resolve) => (land = resolve)).then(() => commitAll(batch, reply)),
    );
    const answers = ['{"n":1}', '{"n":2}'].map((body) => running.webhook(body));
    await eventually(async () => (await state()).depth === 2);
    clock.advance(4_000);
    expect(await state()).toMatchObject({ isReady: true, depth: 2, oldestSeconds: 4 });
    running.plugin.take(commitAll);
    land();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await state()).toMatchObject({ depth: 0, oldestSeconds: 0 });
  });

  it('is closed while the plugin is ill', async () => {
    running.plugin.setHealthy(false);
    clock.advance(1_000);
    expect(await state()).toMatchObject({ isReady: false, isOpen: false });
    running.plugin.setHealthy(true);
    clock.advance(1_000);
    expect(await state()).toMatchObject({ isReady: true, isOpen: true });
  });

  it('is closed when webhooks fail one after the other, and not for a single one', async () => {
    fail();
    await running.webhook('{"n":1}');
    clock.advance(12_000);
    expect(await state()).toMatchObject({ isReady: false, isOpen: true });
    await running.webhook('{"n":2}');
    expect(await state()).toMatchObject({ isReady: false, isOpen: false });
    running.plugin.take(commitAll);
    await running.webhook('{"n":3}');
    expect(await state()).toMatchObject({ isReady: true, isOpen: true });
  });
});
