import pino, { type DestinationStream, type Logger } from 'pino';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { maskNumbers } from './mask';

export type { Logger };

const MAX_STACK_LINES = 8;

const property = (error: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/**
 * What of an error may be logged: its name, codes and place. Never its other properties, because an HTTP client's
 * error carries the bearer token in two of them, and never a phone number that a foreign message repeats.
 */
export const presentError = (error: unknown, depth = 0): Record<string, unknown> => {
  if (!(error instanceof Error)) return { name: 'Thrown', message: `a ${typeof error}` };
  const isForeign = 'isAxiosError' in error;
  return {
    name: error.name,
    message: maskNumbers(error.message).slice(0, 500),
    kind: error instanceof WhatsAppError ? error.kind : undefined,
    code: error instanceof WhatsAppError ? error.upstreamCode : property(error, 'code'),
    stack: isForeign ? undefined : stackOf(error),
    cause: error.cause !== undefined && depth < 3 ? presentError(error.cause, depth + 1) : undefined,
  };
};

/** Only the places: the stack's head repeats the message, which may be longer than one line. */
const stackOf = (error: Error): string[] | undefined =>
  error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, MAX_STACK_LINES)
    .map((line) => line.trim());

const SECRET_KEYS = [
  'authorization',
  'accessToken',
  'appSecret',
  'secret',
  'token',
  'verifyToken',
  'body',
  'raw',
  'headers',
  'config',
  'credentials',
];

/** JSON lines with ids in them; bodies, numbers and secrets are not passed in, and are removed if somebody does. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      name: 'whatsapp-bridge',
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[removed]' },
      hooks: {
        logMethod(args, method) {
          // Without a message of ours, pino would take the error's own, past the serializer.
          const [first] = args;
          return typeof first === 'object' && args.length === 1
            ? method.call(this, first, '')
            : method.apply(this, args);
        },
      },
      serializers: {
        err: (error: unknown) => presentError(error),
        error: (error: unknown) => presentError(error),
      },
    },
    ...(destination ? [destination] : []),
  );
