/**
 * Connected numbers: configure, validate, test, watch; and the line to the bridge. Secrets enter here and leave only
 * towards the bridge.
 */
export { createBridgeClient, type BridgeClient } from './bridge-client';
export { bridgeConfiguration as bridgeConfigurationController } from './bridge-configuration.controller';
export { channel as channelController } from './channel.controller';
export { CAPABILITIES } from './channel.presenter';
export { bridgeConfigurationRoutes, channelRoutes } from './channel.routes';
export {
  CHANNEL_CHANGED,
  CHANNEL_SAVED,
  channels,
  type ChannelChanged,
  type ChannelSaved,
} from './channel.service';
