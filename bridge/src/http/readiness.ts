import type { BridgeState } from '../../../src/plugins/whatsapp/contracts/bridge';
import type { Configuration } from '../configuration/configuration';
import type { Deliveries } from '../delivery/delivery';
import type { Clock } from '../kit/clock';
import type { PluginClient } from '../plugin/plugin-client';

const PROBE_DEADLINE_MS = 3_000;
/** Anybody may ask; the plugin is asked at most this often. */
const PROBE_EVERY_MS = 1_000;
/**
 * How long a failed delivery counts. Without an end, a bridge that a load balancer took out for it would get no
 * webhook any more by which to show that all is well again; while the fault lasts, Meta's retries renew it.
 */
const FAILURE_COUNTS_MS = 2 * 60_000;

interface Parts {
  configuration: Configuration;
  deliveries: Deliveries;
  plugin: PluginClient;
  clock: Clock;
}

export interface Readiness {
  /** Why a webhook that came now would perhaps not be kept; none when all is well. */
  reasons(): Promise<string[]>;
  state(): Promise<BridgeState>;
}

export const createReadiness = ({ configuration, deliveries, plugin, clock }: Parts): Readiness => {
  let probe: { at: number; answer: Promise<boolean> } | undefined;

  const doesPluginAnswer = (): Promise<boolean> => {
    if (!probe || clock.now() - probe.at >= PROBE_EVERY_MS) {
      const answer = plugin.request({ method: 'GET', path: '/health', deadlineMs: PROBE_DEADLINE_MS }).then(
        () => true,
        () => false, // why is in the log of whoever needs the plugin; here only the fact counts
      );
      probe = { at: clock.now(), answer };
    }
    return probe.answer;
  };

  const didDeliveryFail = (): boolean =>
    deliveries.failedAt !== undefined && clock.now() - deliveries.failedAt < FAILURE_COUNTS_MS;

  return {
    async reasons() {
      const answers = await doesPluginAnswer();
      return [
        ...(configuration.isLoaded ? [] : ['The configuration is not loaded']),
        ...(answers ? [] : ['The plugin does not answer']),
        ...(didDeliveryFail() ? ['The last webhook could not be delivered to the plugin'] : []),
      ];
    },

    async state() {
      const answers = await doesPluginAnswer();
      const { count, oldestAt } = deliveries.unsettled();
      return {
        isReady: configuration.isLoaded && answers && !didDeliveryFail(),
        isOpen: configuration.isLoaded && answers && !(didDeliveryFail() && deliveries.isFailing),
        depth: count,
        oldestSeconds: oldestAt === undefined ? 0 : (clock.now() - oldestAt) / 1_000,
      };
    },
  };
};
