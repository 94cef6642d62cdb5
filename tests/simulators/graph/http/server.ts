import fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fault } from '../faults';
import type { Limits } from '../messages/limits';
import type { RecordedRequest } from '../state/journals';
import type { World } from '../world';
import { addAttachments } from './attachments';
import type { Answer } from './call';
import { createDispatch } from './dispatch';
import { GraphError } from './graph-error';
import { doHarm, momentOf } from './harm';
import { parsePath } from './path';
import { withoutSecrets } from './secrets';
import { understand } from './understand';

/** A file of 100 MB and the form around it. */
const MAX_BODY = 101 * 1024 * 1024;

const send = (reply: FastifyReply, status: number, body: unknown): FastifyReply => {
  const headers = status === 401 ? { 'www-authenticate': 'OAuth "Facebook Platform" "invalid_token"' } : {};
  return reply
    .code(status)
    .headers(headers)
    .type('application/json; charset=UTF-8')
    .send(JSON.stringify(body));
};

const refuse = (reply: FastifyReply, record: RecordedRequest, error: unknown): FastifyReply => {
  const refusal =
    error instanceof GraphError ? error : new GraphError({ code: 1, status: 500, message: String(error) });
  record.status = refusal.status;
  record.errorCode = refusal.code;
  return send(reply, refusal.status, refusal.toBody());
};

const harm = (fault: Fault, reply: FastifyReply, record: RecordedRequest): FastifyReply => {
  if (fault.kind === 'refuse') return refuse(reply, record, new GraphError(fault));
  record.status = doHarm(fault, reply);
  return reply;
};

/** The call was carried out: what it set going starts now, whether or not the caller is told. */
const finish = (
  answer: Answer,
  fault: Fault | null,
  reply: FastifyReply,
  record: RecordedRequest,
): FastifyReply => {
  answer.accepted?.begin(fault?.kind === 'fail-later' ? fault.code : null);
  if (fault && momentOf(fault) === 'after') return harm(fault, reply, record);
  if (answer.accepted) answer.accepted.message.wasAnswered = true;
  record.status = 200;
  return send(reply, 200, answer.body);
};

const newRecord = (method: string, url: URL, now: number): RecordedRequest => ({
  at: new Date(now).toISOString(),
  method,
  path: url.pathname,
  query: withoutSecrets(Object.fromEntries(url.searchParams)),
  tokenId: null,
  body: null,
  warnings: [],
  status: null,
  errorCode: null,
});

/** The HTTP face of the simulated Graph. Every request is written down before anything else happens to it. */
export const createServer = (world: World, limits: Limits): FastifyInstance => {
  const server = fastify({ bodyLimit: MAX_BODY, forceCloseConnections: true });
  const dispatch = createDispatch(limits);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  addAttachments(server, world);
  server.all('/*', async (request, reply) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const record = world.requests.add(newRecord(request.method, url, world.clock.now()));
    const { latencyMs, harm: fault } = world.faults.strike(parsePath(url.pathname));
    if (latencyMs > 0) await world.timers.wait(latencyMs);
    if (fault && momentOf(fault) === 'before') return harm(fault, reply, record);
    try {
      return finish(await dispatch(await understand(world, request, url, record)), fault, reply, record);
    } catch (error) {
      return refuse(reply, record, error);
    }
  });
  return server;
};
