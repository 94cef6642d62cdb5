import type { Core } from '@strapi/strapi';

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => {
  const bridgePort = env.int('WHATSAPP_BRIDGE_PORT', 3000);

  return {
    whatsapp: {
      enabled: true,
      resolve: './src/plugins/whatsapp',
      config: {
        bridgeUrl: env('WHATSAPP_BRIDGE_URL') || `http://127.0.0.1:${bridgePort}`,
        bridgeSecret: env('WHATSAPP_BRIDGE_SECRET', ''),
        // Where Meta reaches the bridge. Without it the address that is shown works on this machine only.
        publicUrl: env('WHATSAPP_PUBLIC_URL') || undefined,
        // Never below public/: the plugin refuses to start there.
        mediaFolder: env('WHATSAPP_MEDIA_FOLDER') || 'data/media',
        // Only for several Strapi processes.
        redisUrl: env('WHATSAPP_REDIS_URL') || undefined,
        metricsToken: env('WHATSAPP_METRICS_TOKEN') || undefined,
        inboundLogDays: env.int('WHATSAPP_INBOUND_LOG_DAYS', 14),
        inboundLogEncrypted: env.bool('WHATSAPP_INBOUND_LOG_ENCRYPTED', false),
        unknownDecisionSeconds: env.int('WHATSAPP_UNKNOWN_DECISION_SECONDS', 60),
        webNewContactsPerDay: env.int('WHATSAPP_WEB_NEW_CONTACTS_PER_DAY', 20),
        platformEntry: env.bool('WHATSAPP_PLATFORM_ENTRY', false),
      },
    },
    'users-permissions': {
      config: {
        jwtSecret: env('JWT_SECRET'),
        jwtManagement: 'refresh',
        // Strapi counts by address: people of one office share one.
        ratelimit: { interval: 60_000, max: env.int('LOGINS_PER_MINUTE', 10) },
        sessions: {
          httpOnly: true,
          // A secure cookie over plain http makes every log-in fail with a 500.
          cookie: { secure: env('PUBLIC_URL', '').startsWith('https:') },
        },
      },
    },
  };
};

export default config;
