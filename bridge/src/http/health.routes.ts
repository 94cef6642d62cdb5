import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness';

/** `/healthz`: the process lives. `/readyz`: a webhook that came now would be kept; if not, why. */
export const healthRoutes =
  ({ readiness }: { readiness: Readiness }) =>
  async (scope: FastifyInstance): Promise<void> => {
    scope.get('/healthz', async () => ({ ok: true }));

    scope.get('/readyz', async (_request, reply) => {
      const reasons = await readiness.reasons();
      return reply.code(reasons.length === 0 ? 200 : 503).send({ ok: reasons.length === 0, reasons });
    });
  };
