import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startGraphSimulator } from '../simulators/graph';
import type { GraphSimulator } from '../simulators/graph';
import { addControlRoutes } from '../simulators/graph/control/routes';
import { startFaultyProxy } from './faulty-proxy';
import type { FaultyProxy } from './faulty-proxy';
import { attachInstallation } from './installation';
import type { Installation, InstallationAddress } from './installation';
import { registerFirstAdmin } from './people';
import { freePorts } from './ports';
import { assertBuilt, BRIDGE_MAIN, STRAPI_MAIN } from './repository';
import { createServerProcess } from './server-process';
import type { ServerProcess } from './server-process';
import { createTestDatabase } from './test-database';
import type { DatabaseKind } from './test-database';

export interface StackOptions {
  database: DatabaseKind;
  /** On top of everything: wins over what the stack chose itself. */
  env?: Record<string, string>;
  /** Puts a proxy that can fail on each way between the processes, and before PostgreSQL. */
  withProxies?: boolean;
}

export interface Proxies {
  toStrapi: FaultyProxy;
  toBridge: FaultyProxy;
  toGraph: FaultyProxy;
  /** Null with SQLite, which nothing stands before. */
  toDatabase: FaultyProxy | null;
}

export interface Stack extends Installation {
  /** The simulated Meta itself, in this process. */
  graph: GraphSimulator;
  strapi: ServerProcess;
  bridge: ServerProcess;
  /** With `withProxies` only. */
  proxies: Proxies | null;
  address: InstallationAddress;
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(32).toString('hex');

/** Settings that production asks for. */
export const freshSecrets = (): Record<string, string> => ({
  APP_KEYS: `${secret()},${secret()}`,
  API_TOKEN_SALT: secret(),
  ADMIN_JWT_SECRET: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  JWT_SECRET: secret(),
  ENCRYPTION_KEY: secret(),
  WHATSAPP_BRIDGE_SECRET: secret(),
});

const portOf = (url: string): number => Number(new URL(url).port);

const startProxies = async (
  ports: Record<'strapi' | 'bridge' | 'graph', number>,
  databaseUrl: string | undefined,
): Promise<Proxies> => {
  const [toStrapi, toBridge, toGraph, toDatabase] = await Promise.all([
    startFaultyProxy(ports.strapi),
    startFaultyProxy(ports.bridge),
    startFaultyProxy(ports.graph),
    databaseUrl ? startFaultyProxy(portOf(databaseUrl)) : null,
  ]);
  return { toStrapi, toBridge, toGraph, toDatabase };
};

const closeProxies = async (proxies: Proxies | null): Promise<void> => {
  if (!proxies) return;
  const { toStrapi, toBridge, toGraph, toDatabase } = proxies;
  const lines = [toStrapi, toBridge, toGraph, ...(toDatabase ? [toDatabase] : [])];
  await Promise.all(lines.map((line) => line.close()));
};

const through = (url: string, { port }: FaultyProxy): string => {
  const address = new URL(url);
  address.port = String(port);
  return address.href;
};

/**
 * The whole product as it runs in production: the compiled Strapi, the compiled bridge, each a process of its own, on
 * free ports, with an empty database and fresh secrets, and Meta played by the simulator. Ready when it resolves.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  assertBuilt();
  const folder = mkdtempSync(path.join(os.tmpdir(), `whatsapp-${options.database}-`));
  // Kept after the run when WHATSAPP_TEST_LOGS names a folder for them.
  const logs = process.env.WHATSAPP_TEST_LOGS ?? folder;
  mkdirSync(logs, { recursive: true });
  const logFile = (name: string): string => path.join(logs, `${path.basename(folder)}-${name}.log`);
  const [[strapiPort = 0, bridgePort = 0], database, graph] = await Promise.all([
    freePorts(2),
    createTestDatabase(options.database, folder),
    startGraphSimulator({ extend: addControlRoutes }),
  ]);
  const strapiUrl = `http://127.0.0.1:${strapiPort}`;
  const bridgeUrl = `http://127.0.0.1:${bridgePort}`;
  const databaseUrl = database.env.DATABASE_URL;
  const proxies = options.withProxies
    ? await startProxies({ strapi: strapiPort, bridge: bridgePort, graph: portOf(graph.url) }, databaseUrl)
    : null;

  const env: Record<string, string> = {
    ...freshSecrets(),
    ...database.env,
    ...(databaseUrl && proxies?.toDatabase ? { DATABASE_URL: through(databaseUrl, proxies.toDatabase) } : {}),
    NODE_ENV: 'production',
    ENV_PATH: path.join(folder, 'no.env'), // the developer's own .env must not reach in here
    HOST: '127.0.0.1',
    WHATSAPP_MEDIA_FOLDER: path.join(folder, 'media'),
    PORT: String(strapiPort),
    LOG_LEVEL: 'info',
    WHATSAPP_UNKNOWN_DECISION_SECONDS: '0', // what is decided is tested; the waiting, where a test asks for it
    LOGINS_PER_MINUTE: '10000', // all of a run's people come from one address
    WHATSAPP_BRIDGE_HOST: '127.0.0.1',
    WHATSAPP_BRIDGE_PORT: String(bridgePort),
    // Sessions of WhatsApp Web are for the tests that bring a page.
    WHATSAPP_WEB_CAPACITY: '0',
    WHATSAPP_BRIDGE_URL: proxies?.toBridge.url ?? bridgeUrl,
    WHATSAPP_STRAPI_URL: proxies?.toStrapi.url ?? strapiUrl,
    WHATSAPP_GRAPH_URL: proxies?.toGraph.url ?? graph.url,
    WHATSAPP_PUBLIC_URL: bridgeUrl,
    WHATSAPP_LOG_LEVEL: 'info',
    WHATSAPP_METRICS_TOKEN: secret(),
    ...options.env,
  };
  const strapi = createServerProcess({
    file: STRAPI_MAIN,
    args: ['start'],
    env,
    logFile: logFile('strapi'),
    readyUrl: `${strapiUrl}/_health`,
  });
  const bridge = createServerProcess({
    file: BRIDGE_MAIN,
    env,
    logFile: logFile('bridge'),
    readyUrl: `${bridgeUrl}/readyz`,
  });
  const stop = async (): Promise<void> => {
    await bridge.stop();
    await strapi.stop();
    await graph.close();
    await closeProxies(proxies);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    // One after the other: a bridge that finds nobody waits longer and longer before it asks again.
    await strapi.start();
    await bridge.start();
    const { email, password, client } = await registerFirstAdmin(strapiUrl);
    const address: InstallationAddress = {
      kind: options.database,
      strapiUrl,
      bridgeUrl,
      graphUrl: graph.url,
      env,
      database: { kind: options.database, env: database.env },
      superAdmin: { email, password, token: client.token ?? '' },
    };
    return { ...attachInstallation(address), graph, strapi, bridge, proxies, address, stop };
  } catch (error) {
    const output = `--- strapi\n${strapi.tail()}\n--- bridge\n${bridge.tail()}`;
    await stop();
    throw new Error(`The stack did not start: ${String(error)}\n${output}`, { cause: error });
  }
};
