import { createHmac } from 'node:crypto';
import { readConfig } from '../../src/config';
import { createBridge, type Bridge } from '../../src/bridge';
import { systemClock, type Clock } from '../../src/kit/clock';
import { createLogger } from '../../src/kit/logger';
import { BRIDGE_SECRET, startPluginStandin, WEBHOOK_KEY, type PluginStandin } from '../fake/plugin-standin';
import { startGraphStandin, type GraphStandin } from '../fake/graph-standin';
import { eventually } from './eventually';
import { APP_SECRET } from './fixtures';

export interface RunningBridge {
  url: string;
  bridge: Bridge;
  plugin: PluginStandin;
  graph: GraphStandin;
  /** Everything that was logged. */
  log(): string;
  /** Posts a webhook signed with `secret`, or with the header given. */
  webhook(
    body: Buffer | string,
    options?: { secret?: string; key?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Posts a command signed as the plugin signs. */
  command(
    path: string,
    body: unknown,
    options?: { at?: number; secret?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  dispose(): Promise<void>;
}

export const metaSignature = (body: Buffer | string, secret = APP_SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export const pluginSignature = (
  path: string,
  body: string,
  { at = Date.now(), secret = BRIDGE_SECRET, method = 'POST' } = {},
): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${method}.${path}.`).update(body).digest('hex')}`;

interface RunningOptions {
  /** How the plugin answers for its configuration from the start; then the bridge is not waited for. */
  configure?: Parameters<PluginStandin['configure']>[0];
  clock?: Clock;
  /** On top of what it needs. */
  environment?: Record<string, string>;
}

/** A bridge on a free port between stand-ins of plugin and Graph. */
export const startRunningBridge = async ({
  configure,
  clock = systemClock,
  environment = {},
}: RunningOptions = {}): Promise<RunningBridge> => {
  const plugin = await startPluginStandin();
  if (configure) plugin.configure(configure);
  const graph = await startGraphStandin();
  const lines: string[] = [];
  const config = readConfig({
    WHATSAPP_BRIDGE_SECRET: BRIDGE_SECRET,
    WHATSAPP_BRIDGE_PORT: '0',
    WHATSAPP_WEB_CAPACITY: '0',
    WHATSAPP_STRAPI_URL: plugin.url,
    WHATSAPP_GRAPH_URL: graph.url,
    ...environment,
  });
  const logger = createLogger('trace', { write: (line) => void lines.push(line) });
  const bridge = createBridge(config, { clock, logger });
  const url = await bridge.start();
  const isReady = async () => (await fetch(`${url}/readyz`)).ok;
  await (configure ? undefined : eventually(isReady, { what: 'readiness' }));

  return {
    url,
    bridge,
    plugin,
    graph,
    log: () => lines.join(''),
    webhook: (body, { secret = APP_SECRET, key = WEBHOOK_KEY, headers } = {}) =>
      fetch(`${url}/webhooks/cloud/${key}`, {
        method: 'POST',
        body,
        headers: headers ?? {
          'content-type': 'application/json',
          'x-hub-signature-256': metaSignature(body, secret),
        },
      }),
    command: (path, body, { headers, ...signing } = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const signed = { 'x-whatsapp-bridge-signature': pluginSignature(path, text, signing) };
      return fetch(`${url}${path}`, {
        method: 'POST',
        body: text,
        headers: headers ?? { 'content-type': 'application/json', ...signed },
      });
    },
    async dispose() {
      await bridge.stop();
      await plugin.close();
      await graph.close();
    },
  };
};
