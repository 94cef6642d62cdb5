import type { FastifyInstance } from 'fastify';
import { TRACEPARENT_HEADER } from '../../../src/plugins/whatsapp/contracts/trace';
import { traceOf } from '../kit/trace';

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hex digits: names this webhook, or this command, in the logs of bridge and plugin. */
    trace: string;
  }
}

/** Every request has a trace: the one that it brought, or one that begins here. */
export const followTraces = (app: FastifyInstance): void => {
  app.decorateRequest('trace', '');
  app.addHook('onRequest', async (request) => {
    request.trace = traceOf(request.headers[TRACEPARENT_HEADER]);
  });
};
