import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => ({
  host: env('HOST', '0.0.0.0'),
  port: env.int('PORT', 5000),
  // Only needed when links must name the public address, for example in e-mails.
  url: env('PUBLIC_URL'),
  // Behind a reverse proxy the client's address and protocol are in X-Forwarded-*; believed only when told so.
  proxy: { koa: env.bool('TRUST_PROXY', false) },
  app: { keys: env.array('APP_KEYS', []) },
  logger: { updates: { enabled: false }, startup: { enabled: env.bool('STARTUP_BANNER', true) } },
  transfer: { remote: { enabled: env.bool('TRANSFER_REMOTE', false) } },
});

export default config;
