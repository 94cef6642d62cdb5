import type { Core } from '@strapi/strapi';

/**
 * Longer than a proxy keeps an idle connection (60 s is usual): whoever closes first must not be the one that is asked,
 * or a request now and then meets a connection that has just ended.
 */
const KEEP_ALIVE_MS = 75_000;

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => ({
  host: env('HOST', '0.0.0.0'),
  port: env.int('PORT', 5000),
  // Only needed when links must name the public address, for example in e-mails.
  url: env('PUBLIC_URL'),
  // Behind a reverse proxy the client's address and protocol are in X-Forwarded-*; believed only when told so.
  proxy: { koa: env.bool('TRUST_PROXY', false) },
  app: { keys: env.array('APP_KEYS', []) },
  http: { serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS } },
  logger: { updates: { enabled: false }, startup: { enabled: env.bool('STARTUP_BANNER', true) } },
  transfer: { remote: { enabled: env.bool('TRANSFER_REMOTE', false) } },
});

export default config;
