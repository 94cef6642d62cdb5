import type { FastifyReply } from 'fastify';
import type { Fault } from '../faults';

/** Whether a fault strikes before the call is carried out, after it, or not at the answer at all. */
export const momentOf = (fault: Fault): 'before' | 'after' | 'never' => {
  switch (fault.kind) {
    case 'reset':
    case 'silence':
    case 'html':
      return fault.moment;
    case 'refuse':
    case 'too-many':
      return 'before';
    case 'fail-later':
    case 'latency':
    case 'cut':
    case 'pause':
    case 'damage':
      return 'never';
  }
};

const PAGE =
  '<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>';

/** Spoils the answer. Returns the HTTP status that was sent, or null when there was none. */
export const doHarm = (fault: Fault, reply: FastifyReply): number | null => {
  switch (fault.kind) {
    case 'reset':
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return null;
    case 'silence':
      reply.hijack();
      return null;
    case 'html':
      void reply.code(fault.status).type('text/html; charset=utf-8').send(PAGE);
      return fault.status;
    case 'too-many': {
      const after = fault.retryAfterSeconds;
      void reply
        .code(429)
        .headers(after === undefined ? {} : { 'retry-after': String(after) })
        .send('');
      return 429;
    }
    case 'refuse':
    case 'fail-later':
    case 'latency':
    case 'cut':
    case 'pause':
    case 'damage':
      return null;
  }
};
