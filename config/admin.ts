import type { Core } from '@strapi/strapi';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Admin => ({
  auth: {
    secret: env('ADMIN_JWT_SECRET', ''),
    sessions: {
      // A socket lives as long as its access token: short enough to notice a lost right, long enough to be quiet.
      accessTokenLifespan: env.int('ADMIN_ACCESS_TOKEN_SECONDS', 30 * MINUTE),
      // "Remember me".
      maxRefreshTokenLifespan: 30 * DAY,
      idleRefreshTokenLifespan: 14 * DAY,
      // Without it: a working day, and not over a lunch break.
      maxSessionLifespan: DAY,
      idleSessionLifespan: 2 * HOUR,
    },
  },
  apiToken: { salt: env('API_TOKEN_SALT', '') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT', '') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY') },
  flags: { nps: false, promoteEE: false, docLinks: env.bool('FLAG_DOC_LINKS', true) },
  autoOpen: false,
  // `strapi develop` watches the whole folder; what runs in other processes must not restart it.
  watchIgnoreFiles: ['**/bridge/**', '**/tests/**', '**/scripts/**', '**/docs/**', '**/data/**'],
});

export default config;
