import { z } from 'zod';
import { Secret } from './kit/secret';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const httpUrl = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} must be an http or https address` })
    .transform((value) => value.replace(/\/+$/, ''));

/** Only an origin: the path is part of what is signed, and a prefix would be cut off by whoever proxies it. */
const origin = (name: string) =>
  httpUrl(name).refine(
    (value) => URL.canParse(value) && new URL(value).pathname === '/' && !new URL(value).search,
    {
      error: `${name} must be scheme, host and port only, without a path`,
    },
  );

const EXAMPLES = /^example-|tobemodified/i;

const secret = (isProduction: boolean) =>
  z
    .string({ error: 'WHATSAPP_BRIDGE_SECRET is missing' })
    .min(32, 'WHATSAPP_BRIDGE_SECRET is shorter than 32 characters')
    .refine((value) => !(isProduction && EXAMPLES.test(value)), {
      error: 'WHATSAPP_BRIDGE_SECRET still has the value of the example: make a random one',
    });

const PORT_FAULT = 'WHATSAPP_BRIDGE_PORT must be a whole number between 0 and 65535';

const environmentSchema = (isProduction: boolean) =>
  z.object({
    WHATSAPP_BRIDGE_SECRET: secret(isProduction),
    WHATSAPP_BRIDGE_HOST: z.string().min(1).default('127.0.0.1'),
    WHATSAPP_BRIDGE_PORT: z.coerce
      .number(PORT_FAULT)
      .int(PORT_FAULT)
      .min(0, PORT_FAULT)
      .max(65535, PORT_FAULT)
      .default(3000),
    WHATSAPP_STRAPI_URL: origin('WHATSAPP_STRAPI_URL').default('http://127.0.0.1:5000'),
    WHATSAPP_GRAPH_URL: httpUrl('WHATSAPP_GRAPH_URL').default('https://graph.facebook.com'),
    WHATSAPP_GRAPH_VERSION: z
      .string()
      .regex(/^v\d{1,3}\.\d{1,2}$/, 'WHATSAPP_GRAPH_VERSION must look like v24.0')
      .default('v24.0'),
    WHATSAPP_METRICS_TOKEN: z
      .string()
      .min(16, 'WHATSAPP_METRICS_TOKEN is shorter than 16 characters')
      .optional(),
    WHATSAPP_LOG_LEVEL: z
      .enum(LOG_LEVELS, { error: `WHATSAPP_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
      .default('info'),
  });

export interface BridgeConfig {
  secret: Secret;
  host: string;
  port: number;
  strapiUrl: string;
  graphUrl: string;
  graphVersion: string;
  logLevel: string;
  /** Without it nobody reads the metrics. */
  metricsToken?: Secret;
}

/** The environment is not fit to start with. The message names every fault, and no value. */
export class ConfigFault extends Error {
  constructor(readonly faults: string[]) {
    super(`The bridge cannot start: ${faults.join('; ')}`);
    this.name = 'ConfigFault';
  }
}

/** The only reader of the environment. An empty variable counts as absent, as in a copied `.env.example`. */
export const readConfig = (environment: NodeJS.ProcessEnv): BridgeConfig => {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = environmentSchema(present.NODE_ENV === 'production').safeParse(present);
  if (!result.success) throw new ConfigFault([...new Set(result.error.issues.map((issue) => issue.message))]);
  const env = result.data;
  return {
    secret: new Secret(env.WHATSAPP_BRIDGE_SECRET),
    host: env.WHATSAPP_BRIDGE_HOST,
    port: env.WHATSAPP_BRIDGE_PORT,
    strapiUrl: env.WHATSAPP_STRAPI_URL,
    graphUrl: env.WHATSAPP_GRAPH_URL,
    graphVersion: env.WHATSAPP_GRAPH_VERSION,
    logLevel: env.WHATSAPP_LOG_LEVEL,
    ...(env.WHATSAPP_METRICS_TOKEN ? { metricsToken: new Secret(env.WHATSAPP_METRICS_TOKEN) } : {}),
  };
};
