import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Within `scope`, a body is its bytes and nothing else, whatever its content type: a signature is over bytes, and
 * nobody's JSON is parsed before it is known whose it is.
 */
export const takeRawBodies = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.addHook('onRequest', async (request) => {
    // A content type that is not even one would be refused before our parser is asked.
    if (request.raw.headers['content-type'] !== undefined) {
      request.raw.headers['content-type'] = 'application/octet-stream';
    }
  });
};

export const rawBodyOf = (request: FastifyRequest): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
