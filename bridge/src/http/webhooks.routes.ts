import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isSignatureHeader, parseWebhook, signerOf } from '../adapters/cloud';
import type { Configuration } from '../configuration/configuration';
import type { Deliveries } from '../delivery/delivery';
import { isoTime, type Clock } from '../kit/clock';
import { isSameText } from '../kit/hmac';
import type { Logger } from '../kit/logger';
import { traceHeader } from '../kit/trace';
import { BROKEN_OFF, type Metrics } from '../observability';
import { rawBodyOf, takeRawBodies } from './raw-body';

/** Meta sends up to 3 MB; what its megabyte is, it does not say. */
const MAX_WEBHOOK_BYTES = 3 * 1024 * 1024 + 64 * 1024;
const SIGNATURE = 'x-hub-signature-256';
const PATH = '/webhooks/cloud/:webhookKey';

const Params = z.object({ webhookKey: z.string() });

const Handshake = z.object({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': z.string().min(1),
  'hub.challenge': z.string().min(1).max(256),
});

interface Parts {
  configuration: Configuration;
  deliveries: Deliveries;
  metrics: Pick<Metrics, 'webhookAnswered'>;
  clock: Clock;
  logger: Logger;
}

/**
 * Where Meta calls. Answers 200 only for what the plugin has committed, 401 for what no known app signed, and 503 for
 * everything that shall come again.
 */
export const webhookRoutes =
  ({ configuration, deliveries, metrics, clock, logger }: Parts) =>
  async (scope: FastifyInstance): Promise<void> => {
    takeRawBodies(scope);
    scope.addHook('onResponse', async (request, reply) => {
      if (request.method !== 'POST') return;
      const status = reply.raw.writableFinished ? reply.statusCode : BROKEN_OFF;
      metrics.webhookAnswered(status, reply.elapsedTime);
    });

    scope.get(PATH, async (request, reply) => {
      void reply.type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff');
      if (!configuration.isLoaded) return reply.code(503).send('not ready');
      const endpoint = configuration.webhook(Params.parse(request.params).webhookKey);
      const query = Handshake.safeParse(request.query);
      const isOurs =
        endpoint !== undefined &&
        query.success &&
        isSameText(query.data['hub.verify_token'], endpoint.verifyToken.reveal());
      if (!isOurs) {
        logger.info({ requestId: request.id }, 'A webhook handshake was refused');
        return reply.code(403).send('forbidden');
      }
      return reply.send(query.data['hub.challenge']);
    });

    scope.post(
      PATH,
      {
        bodyLimit: MAX_WEBHOOK_BYTES,
        // All that can be refused without the body is refused before it is read.
        onRequest: async (request, reply) => {
          if (!configuration.isLoaded) return reply.code(503).send();
          const endpoint = configuration.webhook(Params.parse(request.params).webhookKey);
          if (!endpoint) return reply.code(404).send();
          if (!isSignatureHeader(request.headers[SIGNATURE])) return reply.code(401).send();
          return undefined;
        },
      },
      async (request, reply) => {
        const { webhookKey } = Params.parse(request.params);
        const body = rawBodyOf(request);
        const apps = configuration.webhook(webhookKey)?.apps ?? [];
        const signer = signerOf(body, request.headers[SIGNATURE], apps);
        if (!signer) {
          logger.warn(
            { requestId: request.id, trace: request.trace },
            'A webhook with a wrong signature was refused',
          );
          return reply.code(401).send();
        }
        const receivedAt = isoTime(clock.now());
        const changes = parseWebhook({ body, appFingerprint: signer.fingerprint, receivedAt });
        const deliveryId = randomUUID();
        const outcome = await deliveries.deliver(
          {
            deliveryId,
            receivedAt,
            webhookKey,
            appFingerprint: signer.fingerprint,
            changes,
            traceparent: traceHeader(request.trace),
          },
          body.length,
        );
        const problems = changes.filter((change) => change.problem !== undefined).length;
        logger[problems > 0 ? 'warn' : 'debug'](
          {
            deliveryId,
            trace: request.trace,
            outcome,
            problems,
            changes: changes.length,
            bytes: body.length,
          },
          'A webhook was taken in',
        );
        return reply.code(outcome === 'committed' ? 200 : 503).send();
      },
    );
  };
