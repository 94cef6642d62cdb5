import { BridgeConfiguration } from '../../../src/plugins/whatsapp/contracts/bridge';
import { parseWith } from '../../../src/plugins/whatsapp/contracts/errors';
import type { ChannelAdapter } from '../adapters/adapter';
import type { SigningApp } from '../adapters/cloud';
import { createBackoff } from '../kit/backoff';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import { Secret } from '../kit/secret';
import type { PluginClient } from '../plugin/plugin-client';
import { createChannels, type CreateChannel } from './channels';

export interface WebhookEndpoint {
  verifyToken: Secret;
  apps: SigningApp[];
}

/** What the plugin says exists. Held in memory only, replaced as a whole, kept while the plugin is away. */
export interface Configuration {
  readonly isLoaded: boolean;
  /** How many channels there are. */
  readonly channels: number;
  webhook(key: string): WebhookEndpoint | undefined;
  channel(channelId: string): ChannelAdapter | undefined;
  /** Pulls now. What is true in the plugin when this is called is known here when it resolves. */
  refresh(): Promise<void>;
  /** Pulls until it has it, then again and again. Returns at once. */
  start(): void;
  /** No more pulls; lets go of every channel. */
  stop(): Promise<void>;
}

const PULL_DEADLINE_MS = 10_000;
const EVERY_MS = 60_000;
const RETRY = { firstMs: 500, maxMs: 15_000 };

interface Parts {
  plugin: PluginClient;
  createChannel: CreateChannel;
  clock: Clock;
  logger: Logger;
}

export const createConfiguration = ({ plugin, createChannel, clock, logger }: Parts): Configuration => {
  const channels = createChannels({ create: createChannel, logger });
  const backoff = createBackoff(RETRY);
  const stopped = new AbortController();
  let webhooks: Map<string, WebhookEndpoint> | undefined;
  let current: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const pull = async (): Promise<void> => {
    const answer = await plugin.request({
      method: 'GET',
      path: '/configuration',
      deadlineMs: PULL_DEADLINE_MS,
    });
    const next = parseWith(BridgeConfiguration, answer, "The plugin's configuration is not valid");
    if (stopped.signal.aborted) return;
    await channels.apply(next.channels);
    webhooks = new Map(
      next.webhooks.map(({ key, verifyToken, apps }) => [
        key,
        {
          verifyToken: new Secret(verifyToken),
          apps: apps.map((app) => ({ fingerprint: app.fingerprint, secret: new Secret(app.secret) })),
        },
      ]),
    );
    logger.debug({ webhooks: webhooks.size, channels: channels.size }, 'Configuration loaded');
  };

  const begin = (): Promise<void> => {
    current = pull().finally(() => {
      current = undefined;
    });
    return current;
  };

  /** A pull that runs already may have read yesterday's rows: whoever comes meanwhile shares the one after it. */
  const refresh = (): Promise<void> => {
    if (following) return following;
    if (!current) return begin();
    following = current
      .catch(() => undefined) // its own callers are told; this one is only waited for
      .then(() => {
        following = undefined;
        return begin();
      });
    return following;
  };

  const keepFresh = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await refresh();
        backoff.reset('pull');
        await clock.sleep(EVERY_MS, stopped.signal);
      } catch (error) {
        const waitMs = backoff.next('pull');
        logger.warn(
          { err: error, waitMs, isLoaded: webhooks !== undefined },
          'No configuration from the plugin',
        );
        await clock.sleep(waitMs, stopped.signal);
      }
    }
  };

  return {
    get isLoaded() {
      return webhooks !== undefined;
    },
    get channels() {
      return channels.size;
    },
    webhook: (key) => webhooks?.get(key),
    channel: (channelId) => channels.get(channelId),
    refresh,

    start() {
      keepFresh().catch((error: unknown) =>
        logger.error({ err: error }, 'The configuration is not refreshed any more'),
      );
    },

    async stop() {
      stopped.abort();
      await channels.apply([]);
    },
  };
};
