import type { FastifyInstance } from 'fastify';
import { SIGNATURE_HEADER } from '../../../src/plugins/whatsapp/contracts/signature';
import type { Clock } from '../kit/clock';
import type { Secret } from '../kit/secret';
import { isFreshSignature, verifyRequest } from '../kit/signature';
import { Unsigned } from './error.handler';
import { rawBodyOf } from './raw-body';

/** Within `scope`, only requests that the plugin signed get through. Needs raw bodies. */
export const requireSignature = (
  scope: FastifyInstance,
  { secret, clock }: { secret: Secret; clock: Clock },
): void => {
  scope.addHook('onRequest', async (request) => {
    // Nobody's body is read without at least the look of a signature.
    if (!isFreshSignature(request.headers[SIGNATURE_HEADER], clock.now())) throw new Unsigned();
  });
  scope.addHook('preValidation', async (request) => {
    const signed = { method: request.method, path: request.originalUrl, body: rawBodyOf(request) };
    if (!verifyRequest(secret, signed, request.headers[SIGNATURE_HEADER], clock.now())) throw new Unsigned();
  });
};
