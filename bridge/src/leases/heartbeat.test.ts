import type { HeartbeatAnswer, SessionReport } from '../../../src/plugins/whatsapp/contracts/web-session';
import { BRIDGE_SECRET, startPluginStandin, type PluginStandin } from '../../test/fake/plugin-standin';
import { eventually } from '../../test/support/eventually';
import { ManualClock } from '../../test/support/manual-clock';
import { createLogger } from '../kit/logger';
import { Secret } from '../kit/secret';
import { createPluginClient, type PluginClient } from '../plugin/plugin-client';
import { createHeartbeat, type Heartbeat } from './heartbeat';

type Wanted = HeartbeatAnswer['sessions'];

const LEASE_MS = 120_000;
const self = { bridgeId: 'bridge-a', url: 'http://127.0.0.1:3000', capacity: 10 };
const wanted: Wanted = [
  { channelId: 'channel-a', fence: 3, wish: 'running', restarts: 0, takesGroups: false, backupFence: null },
];
const report: SessionReport = {
  channelId: 'channel-a',
  fence: 3,
  state: 'online',
  reason: null,
  stateAt: '2026-11-02T09:00:00.000Z',
  nextTryAt: null,
  codeAt: null,
  importedPercent: null,
  phoneNumber: '15550100001',
  profileName: null,
};

describe('the heartbeat of a bridge', () => {
  let plugin: PluginStandin;
  let client: PluginClient;
  let clock: ManualClock;
  let heartbeat: Heartbeat;
  let applied: Wanted[];
  let reports: SessionReport[];
  let tellNews: () => void;

  beforeEach(async () => {
    plugin = await startPluginStandin();
    // Signatures are dated: the plugin's stand-in goes by the machine's own clock.
    clock = new ManualClock(Date.now());
    client = createPluginClient({ baseUrl: plugin.url, secret: new Secret(BRIDGE_SECRET), clock });
    applied = [];
    reports = [];
    heartbeat = createHeartbeat({
      plugin: client,
      self: () => self,
      clock,
      logger: createLogger('silent'),
      sessions: {
        reports: () => reports,
        apply: (given) => void applied.push(given),
        onNews: (listener) => void (tellNews = listener),
      },
    });
  });
  afterEach(async () => {
    heartbeat.stop();
    client.close();
    await plugin.close();
  });

  const beaten = (times: number) => eventually(() => plugin.heartbeats.length === times);
  const waiting = () => eventually(() => clock.pending === 1);

  it('says who it is and how its sessions are, and runs what it is given', async () => {
    reports = [report];
    plugin.lease(() => ({ leaseMs: LEASE_MS, sessions: wanted }));
    await heartbeat.refresh();
    expect(plugin.heartbeats).toEqual([{ ...self, sessions: [report] }]);
    expect(applied).toEqual([wanted]);
  });

  it('beats every few seconds, and at once when a session has news', async () => {
    heartbeat.start();
    await beaten(1);
    await waiting();
    clock.advance(200);
    await waiting();
    clock.advance(5_000);
    await beaten(2);
    await waiting();
    tellNews();
    clock.advance(200);
    await beaten(3);
  });

  it('keeps its sessions while the plugin is away, and stops them before the leases run out', async () => {
    plugin.lease(() => ({ leaseMs: LEASE_MS, sessions: wanted }));
    await heartbeat.refresh();
    plugin.lease((_heartbeat, reply) => reply.code(503).send());
    await expect(heartbeat.refresh()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(applied).toEqual([wanted]);
    clock.advance(LEASE_MS - 1_000);
    await expect(heartbeat.refresh()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(applied).toEqual([wanted, []]);
  });

  it('asks again for whoever asks while a beat is on its way', async () => {
    const both = [heartbeat.refresh(), heartbeat.refresh(), heartbeat.refresh()];
    await Promise.all(both);
    expect(plugin.heartbeats).toHaveLength(2);
  });
});
