import type { BridgeConfiguration } from '../../../src/plugins/whatsapp/contracts/bridge';
import type { ChannelAdapter } from '../adapters/adapter';
import { sha256Hex } from '../kit/hmac';
import type { Logger } from '../kit/logger';

export type ChannelSettings = BridgeConfiguration['channels'][number];
export type CreateChannel = (settings: ChannelSettings) => ChannelAdapter;

export interface Channels {
  get(channelId: string): ChannelAdapter | undefined;
  /** Starts what is new, replaces what changed, stops what is gone; leaves the rest alone. */
  apply(settings: ChannelSettings[]): Promise<void>;
  readonly size: number;
}

interface Running {
  /** A digest, so that the secrets are held in one place only. */
  fingerprint: string;
  adapter: ChannelAdapter;
}

export const createChannels = ({ create, logger }: { create: CreateChannel; logger: Logger }): Channels => {
  const running = new Map<string, Running>();

  const stop = async (channelId: string): Promise<void> => {
    const channel = running.get(channelId);
    running.delete(channelId);
    await channel?.adapter.stop().catch((error: unknown) => {
      logger.error({ err: error, channelId }, 'A channel did not stop properly');
    });
  };

  const start = async (settings: ChannelSettings): Promise<void> => {
    const { channelId } = settings;
    const fingerprint = sha256Hex(JSON.stringify(settings));
    if (running.get(channelId)?.fingerprint === fingerprint) return;
    await stop(channelId);
    try {
      const adapter = create(settings);
      await adapter.start();
      running.set(channelId, { fingerprint, adapter });
    } catch (error) {
      // One bad channel must not keep the others from working; the next refresh tries it again.
      logger.error({ err: error, channelId }, 'A channel could not be started');
    }
  };

  return {
    get: (channelId) => running.get(channelId)?.adapter,

    async apply(settings) {
      const wanted = new Set(settings.map(({ channelId }) => channelId));
      await Promise.all([...running.keys()].filter((channelId) => !wanted.has(channelId)).map(stop));
      await Promise.all(settings.map(start));
    },

    get size() {
      return running.size;
    },
  };
};
