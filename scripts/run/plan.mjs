import { DEMO, OUTPUT, TOOLS, inRoot } from '../paths.mjs';
import { readEnvironment } from '../setup/environment.mjs';
import { Refusal } from '../main.mjs';

const portOf = (env, name, fallback) => {
  const port = Number(env[name] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Refusal(`${name} is "${env[name]}": a port is a number from 1 to 65535.`);
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0']);

/** Does this address mean a bridge on this machine at our own port? */
const isOurs = (address, port) => {
  if (!URL.canParse(address)) throw new Refusal(`WHATSAPP_BRIDGE_URL is "${address}": that is no address.`);
  const url = new URL(address);
  return LOOPBACK.has(url.hostname) && Number(url.port || 80) === port;
};

/** What the demo sets over everything else: a world of its own that no .env can lead elsewhere. */
const demoEnvironment = ({ strapiPort, bridgePort, graphPort }) => ({
  // A line per request would bury the log-ins; whoever wants them sets the level for this one start.
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  WHATSAPP_LOG_LEVEL: process.env.WHATSAPP_LOG_LEVEL ?? 'warn',
  STARTUP_BANNER: 'false',
  DATABASE_CLIENT: 'sqlite',
  DATABASE_FILENAME: DEMO.database,
  WHATSAPP_MEDIA_FOLDER: DEMO.media,
  WHATSAPP_SESSIONS_FOLDER: DEMO.sessions,
  PUBLIC_URL: '',
  WHATSAPP_START_BRIDGE: 'true',
  WHATSAPP_PLATFORM_ENTRY: 'true',
  WHATSAPP_BRIDGE_HOST: '127.0.0.1',
  WHATSAPP_BRIDGE_URL: `http://127.0.0.1:${bridgePort}`,
  WHATSAPP_PUBLIC_URL: `http://127.0.0.1:${bridgePort}`,
  WHATSAPP_STRAPI_URL: `http://127.0.0.1:${strapiPort}`,
  WHATSAPP_GRAPH_URL: `http://127.0.0.1:${graphPort}`,
});

/** Reads the environment once and decides who is started, where, and with which settings. */
export const makePlan = (mode) => {
  const given = readEnvironment();
  const strapiPort = portOf(given, 'PORT', 5000);
  const bridgePort = portOf(given, 'WHATSAPP_BRIDGE_PORT', 3000);
  const graphPort = portOf(given, 'WHATSAPP_SIMULATOR_PORT', 4000);
  const webPort = portOf(given, 'WHATSAPP_WEB_SIMULATOR_PORT', 4443);
  const phonePort = portOf(given, 'WHATSAPP_PHONE_PORT', 4001);
  const isDemo = mode === 'demo';
  const env = {
    ...given,
    ...(isDemo ? demoEnvironment({ strapiPort, bridgePort, graphPort }) : {}),
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
  };
  env.WHATSAPP_BRIDGE_URL ||= `http://127.0.0.1:${bridgePort}`;
  env.WHATSAPP_STRAPI_URL ||= `http://127.0.0.1:${strapiPort}`;

  const isBridgeOurs = env.WHATSAPP_START_BRIDGE !== 'false' && isOurs(env.WHATSAPP_BRIDGE_URL, bridgePort);
  const hasBridge = mode === 'bridge' || (mode !== 'strapi' && isBridgeOurs);
  const hasStrapi = mode !== 'bridge';
  return {
    mode,
    env,
    hasStrapi,
    hasBridge,
    hasSimulator: isDemo,
    strapiUrl: `http://127.0.0.1:${strapiPort}`,
    bridgeUrl: `http://127.0.0.1:${bridgePort}`,
    graphUrl: `http://127.0.0.1:${graphPort}`,
    phoneUrl: `http://127.0.0.1:${phonePort}`,
    // A product may have long migrations to do, a demo has not.
    readyDeadlineMs: isDemo ? 180_000 : Infinity,
    ports: [
      hasStrapi && { who: 'Strapi', host: env.HOST || '0.0.0.0', port: strapiPort, variable: 'PORT' },
      hasBridge && {
        who: 'The bridge',
        host: env.WHATSAPP_BRIDGE_HOST || '127.0.0.1',
        port: bridgePort,
        variable: 'WHATSAPP_BRIDGE_PORT',
      },
      isDemo && {
        who: 'The simulator',
        host: '127.0.0.1',
        port: graphPort,
        variable: 'WHATSAPP_SIMULATOR_PORT',
      },
      isDemo && {
        who: 'The simulated WhatsApp Web',
        host: '127.0.0.1',
        port: webPort,
        variable: 'WHATSAPP_WEB_SIMULATOR_PORT',
      },
      isDemo && {
        who: 'The simulated phone',
        host: '127.0.0.1',
        port: phonePort,
        variable: 'WHATSAPP_PHONE_PORT',
      },
    ].filter(Boolean),
    builds: [
      hasStrapi && mode !== 'dev' && 'server',
      hasStrapi && mode !== 'dev' && 'panel',
      hasBridge && 'bridge',
      isDemo && 'simulators',
    ].filter(Boolean),
    specs: {
      strapi: {
        stopOrder: 2,
        name: 'strapi',
        file: TOOLS.strapi,
        args: [mode === 'dev' ? 'develop' : 'start'],
        env,
      },
      // First: it hands its last webhooks to Strapi.
      bridge: { stopOrder: 1, name: 'bridge', file: OUTPUT.bridgeMain, env, restart: mode !== 'bridge' },
      simulator: {
        stopOrder: 3,
        name: 'graph',
        file: inRoot('tests/.build/graph/main.js'),
        args: ['--port', String(graphPort)],
        env,
      },
      phone: {
        stopOrder: 3,
        name: 'phone',
        file: inRoot('tests/.build/whatsapp-web/main.js'),
        args: ['--port', String(webPort), '--control-port', String(phonePort)],
        env,
      },
    },
  };
};
