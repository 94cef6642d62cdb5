import type { FastifyInstance } from 'fastify';
import { isSameText } from '../kit/hmac';
import type { Secret } from '../kit/secret';
import type { Metrics } from '../observability';

interface Parts {
  metrics: Metrics;
  metricsToken?: Secret | undefined;
}

/** For Prometheus, which shows its token. Without one in the settings there is nothing here. */
export const metricsRoutes =
  ({ metrics, metricsToken }: Parts) =>
  async (scope: FastifyInstance): Promise<void> => {
    if (!metricsToken) return;

    scope.get('/metrics', async (request, reply) => {
      const given = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
      if (given === undefined || !isSameText(given, metricsToken.reveal())) {
        return reply.code(401).header('www-authenticate', 'Bearer').send();
      }
      const { contentType, text } = await metrics.text();
      return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
    });
  };
