import { CHANNEL_ID, sampleConfiguration, WEBHOOK_KEY } from '../../test/fake/plugin-standin';
import { createFakeAdapter } from '../../test/fake/fake-adapter';
import { eventually } from '../../test/support/eventually';
import { ManualClock } from '../../test/support/manual-clock';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { ChannelAdapter } from '../adapters/adapter';
import { createLogger } from '../kit/logger';
import type { PluginClient } from '../plugin/plugin-client';
import type { ChannelSettings } from './channels';
import { createConfiguration } from './configuration';

interface Pull {
  answer(configuration: unknown): void;
  fail(): void;
}

/** A configuration whose pulls stay open until the test answers them. */
const createSubject = (createChannel?: (settings: ChannelSettings) => ChannelAdapter) => {
  const pulls: Pull[] = [];
  const made: { settings: ChannelSettings; adapter: ChannelAdapter }[] = [];
  const lines: string[] = [];
  const clock = new ManualClock();
  const plugin: PluginClient = {
    open: () => Promise.reject(new Error('Nothing is opened here')),
    request: () =>
      new Promise((resolve, reject) => {
        pulls.push({
          answer: resolve,
          fail: () => reject(new WhatsAppError('unreachable', 'The plugin is away')),
        });
      }),
    close: () => undefined,
  };
  const make = (settings: ChannelSettings): ChannelAdapter => {
    const adapter = createFakeAdapter({ capabilities: ['text'] });
    made.push({ settings, adapter });
    return adapter;
  };
  const configuration = createConfiguration({
    plugin,
    createChannel: createChannel ?? make,
    clock,
    logger: createLogger('trace', { write: (line) => void lines.push(line) }),
  });
  return { configuration, pulls, made, lines, clock };
};

describe('configuration', () => {
  it('is not there before it was pulled', () => {
    const { configuration } = createSubject();
    expect(configuration.isLoaded).toBe(false);
    expect(configuration.webhook(WEBHOOK_KEY)).toBeUndefined();
  });

  it('knows addresses, apps and channels after a pull', async () => {
    const { configuration, pulls } = createSubject();
    const refreshed = configuration.refresh();
    pulls[0]?.answer(sampleConfiguration());
    await refreshed;
    expect(configuration.isLoaded).toBe(true);
    expect(configuration.webhook(WEBHOOK_KEY)?.apps.map(({ fingerprint }) => fingerprint)).toEqual([
      'app-1',
      'app-2',
    ]);
    expect(configuration.channel(CHANNEL_ID)?.kind).toBe('web');
    expect(JSON.stringify(configuration.webhook(WEBHOOK_KEY))).not.toContain('0123456789abcdef');
  });

  it('tries again, with growing pauses, until it has it', async () => {
    const { configuration, pulls, clock } = createSubject();
    configuration.start();
    for (const round of [1, 2, 3]) {
      await eventually(() => pulls.length === round);
      pulls[round - 1]?.fail();
      await eventually(() => clock.pending === 1);
      clock.advance(15_000);
    }
    await eventually(() => pulls.length === 4);
    pulls[3]?.answer(sampleConfiguration());
    await eventually(() => configuration.isLoaded);
    await configuration.stop();
  });

  it('is pulled again every minute', async () => {
    const { configuration, pulls, clock } = createSubject();
    configuration.start();
    pulls[0]?.answer(sampleConfiguration());
    await eventually(() => clock.pending === 1);
    clock.advance(59_999);
    expect(pulls).toHaveLength(1);
    clock.advance(1);
    await eventually(() => pulls.length === 2);
    pulls[1]?.answer(sampleConfiguration());
    await configuration.stop();
  });

  it('keeps what it knew while the plugin is away, or talks nonsense', async () => {
    const { configuration, pulls } = createSubject();
    const first = configuration.refresh();
    pulls[0]?.answer(sampleConfiguration());
    await first;
    const away = configuration.refresh();
    pulls[1]?.fail();
    await expect(away).rejects.toMatchObject({ kind: 'unreachable' });
    const nonsense = configuration.refresh();
    pulls[2]?.answer({ webhooks: 'all of them' });
    await expect(nonsense).rejects.toMatchObject({ kind: 'invalid' });
    expect(configuration.webhook(WEBHOOK_KEY)).toBeDefined();
    expect(configuration.channel(CHANNEL_ID)).toBeDefined();
  });

  it('pulls once more for whoever asks while a pull is running, and once for all of them', async () => {
    const { configuration, pulls } = createSubject();
    const first = configuration.refresh();
    const later = [configuration.refresh(), configuration.refresh(), configuration.refresh()];
    pulls[0]?.answer({ webhooks: [], channels: [] });
    await first;
    await eventually(() => pulls.length === 2);
    pulls[1]?.answer(sampleConfiguration());
    await Promise.all(later);
    expect(pulls).toHaveLength(2);
    expect(configuration.channel(CHANNEL_ID)).toBeDefined();
  });

  it('pulls once more also when the running pull fails', async () => {
    const { configuration, pulls } = createSubject();
    const first = configuration.refresh();
    const later = configuration.refresh();
    pulls[0]?.fail();
    await expect(first).rejects.toThrow();
    await eventually(() => pulls.length === 2);
    pulls[1]?.answer(sampleConfiguration());
    await expect(later).resolves.toBeUndefined();
  });

  it('leaves unchanged channels alone, replaces changed ones, stops those that are gone', async () => {
    const { configuration, pulls, made } = createSubject();
    const apply = async (channels: ChannelSettings[]) => {
      const refreshed = configuration.refresh();
      pulls.at(-1)?.answer({ webhooks: [], channels });
      await refreshed;
    };
    const [settings] = sampleConfiguration().channels as [ChannelSettings];
    await apply([settings]);
    await apply([settings]);
    expect(made).toHaveLength(1);
    await apply([{ ...settings, accessToken: 'another-token-of-this-channel' }]);
    expect(made).toHaveLength(2);
    await apply([]);
    expect(configuration.channel(CHANNEL_ID)).toBeUndefined();
    const command = { clientRef: 'c', to: { waId: '1' }, content: { type: 'text' as const, body: 'x' } };
    for (const { adapter } of made)
      await expect(adapter.send(command)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('lets one channel that cannot start keep nobody else from working', async () => {
    const [settings] = sampleConfiguration().channels as [ChannelSettings];
    const { configuration, pulls, lines } = createSubject(({ channelId }) => ({
      ...createFakeAdapter({ capabilities: ['text'] }),
      start: () => (channelId === 'broken' ? Promise.reject(new Error('broken')) : Promise.resolve()),
    }));
    const refreshed = configuration.refresh();
    pulls[0]?.answer({ webhooks: [], channels: [{ ...settings, channelId: 'broken' }, settings] });
    await refreshed;
    expect(configuration.channel('broken')).toBeUndefined();
    expect(configuration.channel(CHANNEL_ID)).toBeDefined();
    expect(lines.join('')).toContain('could not be started');
  });

  it('stops pulling when it is stopped, and lets go of its channels', async () => {
    const { configuration, pulls, clock } = createSubject();
    configuration.start();
    pulls[0]?.answer(sampleConfiguration());
    await eventually(() => clock.pending === 1);
    await configuration.stop();
    expect(clock.pending).toBe(0);
    expect(configuration.channel(CHANNEL_ID)).toBeUndefined();
  });
});
