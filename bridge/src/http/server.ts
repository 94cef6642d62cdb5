import { randomUUID } from 'node:crypto';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { CheckCommand } from '../../../src/plugins/whatsapp/contracts/bridge';
import type { CheckReport } from '../../../src/plugins/whatsapp/contracts/channel';
import type { Configuration } from '../configuration/configuration';
import type { Deliveries } from '../delivery/delivery';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { Secret } from '../kit/secret';
import type { Metrics } from '../observability';
import type { PluginClient } from '../plugin/plugin-client';
import type { Web } from '../web';
import { commandRoutes } from './commands.routes';
import { createErrorHandler } from './error.handler';
import { healthRoutes } from './health.routes';
import { metricsRoutes } from './metrics.routes';
import { createReadiness } from './readiness';
import { followTraces } from './trace.hook';
import { sessionRoutes } from './sessions.routes';
import { webhookRoutes } from './webhooks.routes';

/** A client that does not finish its request in this time is let go: slow drips must not hold connections. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface ServerParts {
  configuration: Configuration;
  deliveries: Deliveries;
  web: Web;
  plugin: PluginClient;
  check(command: CheckCommand): Promise<CheckReport>;
  secret: Secret;
  metrics: Metrics;
  metricsToken?: Secret | undefined;
  clock: Clock;
  logger: Logger;
}

/** All that the bridge answers over HTTP. Does not listen yet; `close()` lets requests in flight finish. */
export const createServer = (parts: ServerParts): FastifyInstance => {
  const { logger } = parts;
  const readiness = createReadiness(parts);
  const app = fastify({
    logger: false, // one line per request, below: the framework's own would hold addresses and query strings
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // A command that slipped in while closing is carried out, not refused with an answer that says nothing about it.
    return503OnClosing: false,
  });

  followTraces(app);
  app.setErrorHandler<FastifyError>(createErrorHandler(logger));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { kind: 'not-found', message: 'There is nothing here' } }),
  );
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      requestId: request.id,
      trace: request.trace,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    logger[reply.statusCode >= 500 ? 'warn' : 'debug'](line, 'Answered');
  });

  void app.register(healthRoutes({ readiness }));
  void app.register(metricsRoutes(parts));
  void app.register(webhookRoutes(parts));
  void app.register(commandRoutes({ ...parts, readiness }), { prefix: '/v1' });
  void app.register(sessionRoutes(parts), { prefix: '/v1' });
  return app;
};
