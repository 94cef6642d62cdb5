import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { BridgeFailure } from '../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Logger } from '../kit/logger';

/** A refusal that has its own HTTP status, which no error kind has: who is asking could not be told. */
export class Unsigned extends Error {
  constructor() {
    super('The signature is missing, wrong or too old');
    this.name = 'Unsigned';
  }
}

/** Nothing was handed over, and it will work once both sides agree: for the plugin that is a bridge out of reach. */
const UNSIGNED = {
  kind: 'unreachable' as const,
  message: 'The bridge does not accept the signature',
  remedy: 'Give plugin and bridge the same WHATSAPP_BRIDGE_SECRET, and check that their clocks agree.',
};

const failure = (reply: FastifyReply, status: number, body: BridgeFailure): FastifyReply =>
  reply.code(status).send(body);

/** 4xx of the framework itself: too large, broken off, not acceptable. */
const isClientFault = (error: FastifyError): boolean =>
  error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;

const LEVELS: Partial<Record<WhatsAppError['kind'], 'info' | 'warn' | 'error'>> = {
  rejected: 'info',
  throttled: 'info',
  unreachable: 'warn',
  'unknown-outcome': 'warn',
  'session-lost': 'warn',
  internal: 'error',
};

/** The only place that turns errors into answers. Nothing foreign gets out: an unknown error is `internal`. */
export const createErrorHandler =
  (logger: Logger) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const where = { requestId: request.id, trace: request.trace, route: request.routeOptions.url };
    if (error instanceof WhatsAppError) {
      logger[LEVELS[error.kind] ?? 'debug']({ ...where, err: error }, 'A request failed');
      if (error.retryAfterMs !== undefined)
        void reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
      return failure(reply, error.status, { error: error.toReport() });
    }
    if (error instanceof Unsigned) {
      logger.info(where, 'A request without a good signature was refused');
      return failure(reply, 401, { error: UNSIGNED });
    }
    if (isClientFault(error)) {
      logger.info({ ...where, err: error }, 'A request was not acceptable');
      return failure(reply, error.statusCode ?? 400, { error: { kind: 'invalid', message: error.message } });
    }
    logger.error({ ...where, err: error }, 'A request met a fault of our own');
    const message = `The bridge has an internal fault (reference ${request.id})`;
    return failure(reply, 500, { error: { kind: 'internal', message } });
  };
