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

const CAPACITY_FAULT = 'WHATSAPP_WEB_CAPACITY must be a whole number between 0 and 200';

const MEDIA_FAULT = 'WHATSAPP_WEB_MEDIA_MAX_MB must be a whole number between 1 and 64';

/** A list of arguments as JSON, for they have spaces in them. */
const testArguments = (isProduction: boolean) =>
  z
    .string()
    .refine(() => !isProduction, 'WHATSAPP_TEST_CHROMIUM_ARGS is for tests: production refuses it')
    .transform((value, context) => {
      const parsed = z.array(z.string()).safeParse(parseJson(value));
      if (parsed.success) return parsed.data;
      context.addIssue('WHATSAPP_TEST_CHROMIUM_ARGS must be a JSON list of texts');
      return z.NEVER;
    })
    .default([]);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

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
    WHATSAPP_SESSIONS_FOLDER: z.string().min(1).default('data/sessions'),
    WHATSAPP_WEB_CAPACITY: z.coerce
      .number(CAPACITY_FAULT)
      .int(CAPACITY_FAULT)
      .min(0, CAPACITY_FAULT)
      .max(200, CAPACITY_FAULT)
      .default(10),
    WHATSAPP_WEB_MEDIA_MAX_MB: z.coerce
      .number(MEDIA_FAULT)
      .int(MEDIA_FAULT)
      .min(1, MEDIA_FAULT)
      .max(64, MEDIA_FAULT)
      .default(16),
    WHATSAPP_BRIDGE_URL: httpUrl('WHATSAPP_BRIDGE_URL').optional(),
    WHATSAPP_CHROMIUM_PATH: z.string().min(1).optional(),
    WHATSAPP_TEST_CHROMIUM_ARGS: testArguments(isProduction),
    WHATSAPP_METRICS_TOKEN: z
      .string()
      .min(16, 'WHATSAPP_METRICS_TOKEN is shorter than 16 characters')
      .optional(),
    WHATSAPP_LOG_LEVEL: z
      .enum(LOG_LEVELS, { error: `WHATSAPP_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
      .default('info'),
  });

export interface SessionsConfig {
  /** Logins of WhatsApp Web, and events that nobody else keeps yet. */
  folder: string;
  chromiumPath?: string;
  /** How many may run at once; 0 = this bridge leaves WhatsApp Web to others. */
  capacity: number;
  /** Up to how large a file is fetched by itself. */
  mediaMaxBytes: number;
  /** Opens the browser's way to somewhere else than WhatsApp. Always empty in production. */
  testArgs: readonly string[];
  /** What browsers and the processes that run them get of the environment: no secret of ours. */
  environment: Record<string, string>;
}

export interface BridgeConfig {
  secret: Secret;
  host: string;
  port: number;
  strapiUrl: string;
  graphUrl: string;
  graphVersion: string;
  /** Where the plugin reaches this very bridge, if that is not where it listens. */
  ownUrl?: string;
  logLevel: string;
  sessions: SessionsConfig;
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

const BROWSER_NEEDS =
  /^(PATH|HOME|TMPDIR|TZ|LANG|LC_[A-Z]+|LANGUAGE|NODE_ENV|FONTCONFIG_(FILE|PATH)|XDG_[A-Z_]+)$/;

const browserEnvironment = (present: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(present).flatMap(([name, value]) =>
      value !== undefined && BROWSER_NEEDS.test(name) ? [[name, value]] : [],
    ),
  );

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
    ...(env.WHATSAPP_BRIDGE_URL ? { ownUrl: env.WHATSAPP_BRIDGE_URL } : {}),
    logLevel: env.WHATSAPP_LOG_LEVEL,
    sessions: {
      folder: env.WHATSAPP_SESSIONS_FOLDER,
      ...(env.WHATSAPP_CHROMIUM_PATH ? { chromiumPath: env.WHATSAPP_CHROMIUM_PATH } : {}),
      capacity: env.WHATSAPP_WEB_CAPACITY,
      mediaMaxBytes: env.WHATSAPP_WEB_MEDIA_MAX_MB * 1024 * 1024,
      testArgs: env.WHATSAPP_TEST_CHROMIUM_ARGS,
      environment: browserEnvironment(present),
    },
    ...(env.WHATSAPP_METRICS_TOKEN ? { metricsToken: new Secret(env.WHATSAPP_METRICS_TOKEN) } : {}),
  };
};
