import {
  createCloudAdapters,
  checkCredentials,
  createGraphClient,
  type CheckSubject,
} from './adapters/cloud';
import type { BridgeConfig } from './config';
import type { ChannelSettings } from './configuration/channels';
import { createConfiguration } from './configuration/configuration';
import { createDeliveries } from './delivery/delivery';
import { createServer } from './http/server';
import type { Clock } from './kit/clock';
import type { Logger } from './kit/logger';
import { sha256Hex } from './kit/hmac';
import { createWeb } from './web';
import { Secret } from './kit/secret';
import { createMetrics, measuredGraph } from './observability';
import { createPacing, pacedAdapter } from './pacing';
import { openFilesOf } from './plugin/files';
import { createPluginClient } from './plugin/plugin-client';

export interface Bridge {
  /** Listens, and begins to pull the configuration. Resolves with the address; fails when the port is taken. */
  start(): Promise<string>;
  /** Takes no more requests, finishes those in flight, then lets go of everything. */
  stop(): Promise<void>;
}

type Credentials = Pick<ChannelSettings, 'accessToken' | 'appSecret' | 'phoneNumberId' | 'businessAccountId'>;

type Pace = Omit<Credentials, 'accessToken'> & Pick<ChannelSettings, 'throughput'>;

const subjectOf = ({
  accessToken,
  appSecret,
  phoneNumberId,
  businessAccountId,
}: Credentials): CheckSubject => ({
  credentials: { accessToken: new Secret(accessToken), appSecret: new Secret(appSecret) },
  phoneNumberId,
  businessAccountId,
});

/** Puts the rooms together. Everything that a test wants to hold in its hands comes from outside. */
export const createBridge = (
  config: BridgeConfig,
  { clock, logger }: { clock: Clock; logger: Logger },
): Bridge => {
  const plugin = createPluginClient({ baseUrl: config.strapiUrl, secret: config.secret, clock });
  const metrics = createMetrics({
    withDefaults: config.metricsToken !== undefined,
    channels: () => configuration.channels,
    isConfigured: () => configuration.isLoaded,
    webhooks: () => deliveries.unsettled(),
    clock,
  });
  const graph = measuredGraph(
    createGraphClient({ baseUrl: config.graphUrl, version: config.graphVersion }),
    metrics,
  );
  const openFile = openFilesOf(plugin);
  const createCloudChannel = createCloudAdapters({ graph, openFile, clock });
  const pacing = createPacing(clock);
  /** Numbers share limits with those of the same Meta app: told apart by a digest, because the secret is none of pacing's business. */
  const paceOf = ({ phoneNumberId, businessAccountId, appSecret, throughput }: Pace) => ({
    phoneNumberId,
    businessAccountId,
    app: sha256Hex(appSecret),
    throughput,
  });

  const configuration = createConfiguration({
    plugin,
    // One case per kind of channel; the next kind gets its own factory here.
    createChannel: (settings) =>
      pacedAdapter(createCloudChannel(subjectOf(settings)), pacing, paceOf(settings)),
    clock,
    logger,
  });
  const deliveries = createDeliveries({ plugin, clock, logger });
  const web = createWeb(config, { plugin, openFile, clock, logger });
  const server = createServer({
    configuration,
    deliveries,
    web,
    plugin,
    check: ({ credentials }) =>
      checkCredentials(
        (secrets, request) => pacing.askPaced(paceOf(credentials), () => graph.call(secrets, request)),
        subjectOf(credentials),
        clock,
      ),
    secret: config.secret,
    metrics,
    metricsToken: config.metricsToken,
    clock,
    logger,
  });

  return {
    async start() {
      const address = await server.listen({ host: config.host, port: config.port });
      configuration.start();
      await web.start(config.ownUrl ?? address);
      return address;
    },

    async stop() {
      await server.close();
      await web.stop();
      await deliveries.idle();
      await configuration.stop();
      graph.close();
      plugin.close();
    },
  };
};
